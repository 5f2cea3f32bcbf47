// SPDX-License-Identifier: Apache-2.0
// Ctrl-C while a program waits for packets: the statistics of what came so far, and success.
// REQUIRES: qemu-mipsel
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.o
// RUN: %python %inputs/make_capture.py %t
// RUN: bpf-aot %t.o -target x86-64 -exe -o %t.exe
// RUN: bpf-aot %t.o -target mipsel -exe -o %t.mipsel
// RUN: %python %inputs/interrupt.py %packets %t.exe -pcap - -stats | FileCheck %s
// RUN: %python %inputs/interrupt.py %packets %qemu-mipsel %t.mipsel -pcap - -stats | FileCheck %s
// RUN: %python %inputs/interrupt.py %t.pcapng bpf-aot-run %t.o -pcap - -stats \
// RUN:   | FileCheck %s --check-prefix=NG
// CHECK: packet 12: 18 bytes: XDP_PASS (2)
// CHECK-NEXT: stats: 12 packets
// CHECK: status 0
// NG: packet 2: 54 bytes: XDP_PASS (2)
// NG-NEXT: stats: 2 packets
// NG: status 0
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

SEC("xdp") int pass(struct xdp_md *ctx) {
    return XDP_PASS;
}
