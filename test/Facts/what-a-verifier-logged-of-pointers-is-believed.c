// SPDX-License-Identifier: Apache-2.0
// A verifier follows paths one by one: here it knows that r8 leads to a value where r6 is not 0.
// Ours joins the paths: r8 is 7 or a pointer. A value of another map than the log's stays unknown.
// RUN: %clang -target bpfel -mcpu=v3 -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s --check-prefix=OWN
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts -facts-file %S/Inputs/paths.facts \
// RUN:   %t.o | FileCheck %s
// RUN: sed s/map=counts,/map=others,/g %S/Inputs/paths.facts > %t.other
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts -facts-file %t.other %t.o \
// RUN:   | FileCheck %s --check-prefix=OWN
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts -facts-file %S/Inputs/paths.facts \
// RUN:   -map-max counts=1 %t.o | FileCheck %s --check-prefix=FEWER
struct {
    int (*type)[1];
    int *key;
    long *value;
    int (*max_entries)[4];
} counts __attribute__((section(".maps"), used));

__attribute__((section("xdp"), naked, used)) int paths(void) {
    asm volatile("r6 = *(u32 *)(r1 + 0);"
                 "r7 = *(u32 *)(r1 + 4);"
                 "r8 = r6;"
                 "r8 += 8;"
                 "if r8 > r7 goto 1f;"
                 "r6 = *(u32 *)(r6 + 0);"
                 "r6 &= 1;"
                 "*(u32 *)(r10 - 4) = r6;"
                 "r1 = %[counts] ll;"
                 "r2 = r10;"
                 "r2 += -4;"
                 "r8 = 7;"
                 "if r6 == 0 goto 2f;"
                 "call 1;"
                 "if r0 == 0 goto 1f;"
                 "r8 = r0;"
                 "2: r0 = 1;"
                 "if r6 == 0 goto 1f;"
                 "r1 = *(u64 *)(r8 + 0);"
                 "1: r0 = 2;"
                 "exit;" ::[counts] "i"(&counts));
}
char _license[] __attribute__((section("license"), used)) = "GPL";
// OWN: r1 = *(u64 *)(r8 +0) ; r8=scalar
// CHECK: r1 = *(u64 *)(r8 +0) ; r8=map_value(counts)+0{{$}}
// With another number of entries, a lookup may fail that the kernel knows to succeed.
// FEWER: r1 = *(u64 *)(r8 +0) ; r8=map_value(counts)+0 or null
