// SPDX-License-Identifier: Apache-2.0
// libpcap reads what the driver does not: pcapng, links without Ethernet headers. Those get one,
// with the sender's address where the link has one, and the type of what follows.
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.o
// RUN: %python %inputs/make_capture.py %t
// RUN: bpf-aot-run %t.o -pcap %t.pcapng -json -w %t.out | FileCheck %s --check-prefixes=ALL,NG
// RUN: bpf-aot-run %t.o -pcap - -json < %t.pcapng | FileCheck %s --check-prefixes=ALL,NG
// RUN: bpf-aot-run %t.o -pcap %t.raw -json | FileCheck %s --check-prefixes=ALL,RAW
// RUN: bpf-aot-run %t.o -pcap %t.null -json | FileCheck %s --check-prefixes=ALL,RAW
// RUN: bpf-aot-run %t.o -pcap %t.sll -json | FileCheck %s --check-prefixes=ALL,SLL
// RUN: bpf-aot-run %t.o -pcap %t.sll2 -json | FileCheck %s --check-prefixes=ALL,SLL
// RUN: bpf-aot-run %t.o -pcap %t.sll2 -emulated -json | FileCheck %s --check-prefixes=ALL,SLL
// NG: "out":"02000000000b02000000000b0800450000140000000040000000c0000201c0000202"
// RAW: "out":"0000000000000000000000000800450000140000000040000000c0000201c0000202"
// SLL: "out":"00000000000002000000000b0800450000140000000040000000c0000201c0000202"
// ALL: 86dd6000000000003b40000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
// ALL-NOT: out
// Times keep their nanoseconds: what -w wrote is read back.
// RUN: od -An -td4 -j24 -N8 %t.out | FileCheck %s --check-prefix=TIME
// TIME: 1 3
// RUN: not bpf-aot-run %t.o -pcap %t.wifi 2>&1 | FileCheck %s --check-prefix=WIFI
// WIFI: wifi: link type 105 (IEEE802_11, 802.11) has no Ethernet frames
// RUN: not bpf-aot-run %t.o -pcap %s 2>&1 | FileCheck %s --check-prefix=FORM
// FORM: error: {{.*}}: unknown file format
// RUN: not bpf-aot-run %t.o -pcap %t.none 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: {{.*}}.none: cannot open: errno 2
// RUN: head -c 150 %t.pcapng > %t.cut
// RUN: not bpf-aot-run %t.o -pcap %t.cut 2>&1 | FileCheck %s --check-prefix=CUT
// CUT: truncated
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

SEC("xdp") int pass(struct xdp_md *ctx) {
    return XDP_PASS;
}

char gpl[] SEC("license") = "GPL";
