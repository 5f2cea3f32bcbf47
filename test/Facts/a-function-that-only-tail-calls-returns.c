// SPDX-License-Identifier: Apache-2.0
// A subprogram without an exit, which tries its tail call for ever, returns to its caller all the
// same once the tail call is taken: what stands behind the call is reached.
// RUN: %clang -target bpfel -mcpu=v3 -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
struct {
    int (*type)[3];
    int *key;
    unsigned *value;
    int (*max_entries)[1];
} jumps __attribute__((section(".maps"), used));

static __attribute__((naked, noinline, used)) int forever(void *ctx) {
    __asm__ volatile("r6 = r1\n"
                     "again:\n"
                     "r1 = r6\n"
                     "r2 = jumps ll\n"
                     "r3 = 0\n"
                     "call 12\n"
                     "goto again");
}

__attribute__((section("xdp"), naked, used)) int calls(void *ctx) {
    __asm__ volatile("call forever\n"
                     "r0 = 3\n"
                     "if r0 != 4 goto out\n"
                     "r0 = 5\n"
                     "out:\n"
                     "exit");
}
// CHECK: function calls frame
// CHECK: if r0 != 4 {{.*}} ; r0=scalar=3
// CHECK: exit ; r0=
