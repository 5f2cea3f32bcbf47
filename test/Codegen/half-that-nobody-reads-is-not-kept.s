# A register whose upper half is never read is an i32 in phis, arguments and results, even where
# nothing is known of that half: objects for CPUs without 32-bit ALU insns are made of such.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl low
.type low,@function
low:
    r1 = *(u64 *)(r1 + 0)
    r0 = 7
    r3 = 0xffff0000 ll
loop:
    r0 += r1
    r4 = r0
    r4 &= r3
    r4 >>= 16
    r0 ^= r4
    r2 += -1
    if r2 != 0 goto loop
    r0 <<= 32
    r0 >>= 32
    exit
# CHECK-LABEL: define i64 @low
# CHECK: L4:
# CHECK: %r0.L4 = phi i32
# CHECK: add i32 %r0.L4
# CHECK: and i32
# CHECK: br i1

.globl whole
.type whole,@function
whole:
    r1 = *(u64 *)(r1 + 0)
    r0 = 7
again:
    r0 += r1
    r2 += -1
    if r2 != 0 goto again
    exit
# CHECK-LABEL: define i64 @whole
# CHECK: L{{[0-9]+}}:
# CHECK: phi i64 {{.*}}7

.globl calls
.type calls,@function
calls:
    r1 = *(u64 *)(r1 + 0)
    call middle
    w0 = w0
    exit
.hidden middle
.type middle,@function
middle:
    r0 = r1
    r0 *= r0
    exit
# CHECK-LABEL: define internal i32 @middle(i32 %r1)
# CHECK: mul i32 %r1, %r1

.globl calls_whole
.type calls_whole,@function
calls_whole:
    r1 = *(u64 *)(r1 + 0)
    call square
    exit
.hidden square
.type square,@function
square:
    r0 = r1
    r0 *= r0
    exit
# CHECK-LABEL: define internal i64 @square(i64 %r1)
