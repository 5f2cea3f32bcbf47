// SPDX-License-Identifier: Apache-2.0
// Each thread counts in its own values of a per-CPU map; together they have seen every packet, and
// find one shared map. 200 packets, as make_packets.py --many writes them.
// REQUIRES: qemu-mips, qemu-aarch64
// RUN: %clang -target bpfel -mcpu=v3 -O2 -g %bpf-includes -c %s -o %t.o
// RUN: %clang -target bpfeb -mcpu=v3 -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: bpf-aot-run %t.o -pcap %many-packets -threads 4 -pretty > %t.out
// RUN: %python %inputs/sum_cpus.py < %t.out | FileCheck %s
// RUN: FileCheck %s --check-prefix=SHARED < %t.out
// RUN: bpf-aot-run %t.o -target aarch64 -pcap %many-packets -threads 4 -pretty > %t.aarch64
// RUN: %python %inputs/sum_cpus.py < %t.aarch64 | FileCheck %s
// RUN: FileCheck %s --check-prefix=SHARED < %t.aarch64
// RUN: bpf-aot-run %t.be.o -target mips -pcap %many-packets -threads 4 -pretty > %t.mips
// RUN: %python %inputs/sum_cpus.py < %t.mips | FileCheck %s
// RUN: FileCheck %s --check-prefix=SHARED < %t.mips
// CHECK: entry: 4 CPUs, 200
// SHARED: packet 200:
// SHARED: {"packets":200}
// RUN: not bpf-aot-run %t.o -cpus 2 -pcap %many-packets -threads 4 2>&1 \
// RUN:   | FileCheck %s --check-prefix=CPUS
// CPUS: error: -threads: map counts has the values of 2 CPUs (-cpus of the translation)
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

static void *(*lookup)(void *map, const void *key) = (void *)1;

struct {
    int (*type)[6]; /* percpu_array */
    int (*max_entries)[1];
    __u32 *key;
    __u64 *value;
} counts SEC(".maps");

__u32 packets;

SEC("xdp") int count(struct xdp_md *ctx) {
    __u32 first = 0;
    __u64 *own = lookup(&counts, &first);
    if (own) {
        ++*own;
    }
    __sync_fetch_and_add(&packets, 1);
    return XDP_PASS;
}
