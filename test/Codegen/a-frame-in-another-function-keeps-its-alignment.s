# What a callee is handed of its caller's frame is as aligned as all callers say: 8 bytes of it are aligned to 8 where
# all bring multiples of 8, and so on. What a callback is handed of it, too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target riscv64 -prog-type raw -prog prog -print=codegen -stop-after=codegen %t.o | FileCheck %s
# RUN: bpf-aot-run -prog-type raw -prog prog -facts=check %t.o -mem 07 | FileCheck %s --check-prefix SUM
.section raw,"ax"
.globl prog
.type prog,@function
prog:
    r6 = *(u8 *)(r1 + 0)
    *(u64 *)(r10 - 8) = r6
    *(u64 *)(r10 - 16) = r6
    *(u64 *)(r10 - 24) = r6
    *(u64 *)(r10 - 32) = r6
    r1 = r10
    r1 += -8
    call whole
    r7 = r0
    r1 = r10
    r1 += -16
    call whole
    r7 += r0
    r1 = r10
    r1 += -8
    call halves
    r7 += r0
    r1 = r10
    r1 += -20
    call halves
    r0 >>= 32
    r7 += r0
    r1 = r10
    r1 += -8
    call parts
    r7 += r0
    r1 = r10
    r1 += -23
    call parts
    r7 += r0
    r1 = 2
    r2 = back ll
    r3 = r10
    r3 += -16
    r4 = 0
    call 181
    r0 = r7
    exit
# Little-endian, six 7s: five lowest bytes, and the one of parts at -23, which begins 7 bytes in front of a 7.
# SUM: r0 = 0x700000000000023
.text
.type whole,@function
whole:
    r0 = *(u64 *)(r1 + 0)
    exit
# CHECK-LABEL: define internal i64 @whole(
# CHECK: load i64, ptr %r1, align 8
.type halves,@function
halves:
    r0 = *(u64 *)(r1 + 0)
    exit
# CHECK-LABEL: define internal i64 @halves(
# CHECK: load i64, ptr %r1, align 4
.type parts,@function
parts:
    r0 = *(u64 *)(r1 + 0)
    exit
# CHECK-LABEL: define internal i64 @parts(
# CHECK: load i64, ptr %r1, align 1
.type back,@function
back:
    r3 = *(u64 *)(r2 + 0)
    r0 = 0
    exit
# CHECK-LABEL: define internal {{.*}}@back(
# CHECK: load i64, ptr %r2, align 8
