# What BPF defines and LLVM does not needs no code where the facts exclude it: a divisor of 0, a
# shift by the width and more, the sign of numbers that have none.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl divides
.type divides,@function
divides:
    r0 = *(u64 *)(r1 + 0)
    r2 = *(u8 *)(r1 + 8)
    r2 += 1
    r0 /= r2
    exit
# CHECK-LABEL: define i64 @divides
# CHECK-NOT: select
# CHECK: udiv i64
# CHECK-NOT: select

.globl rests
.type rests,@function
rests:
    r0 = *(u32 *)(r1 + 0)
    r2 = *(u8 *)(r1 + 8)
    r2 += 1
    r0 s%= r2
    exit
# CHECK-LABEL: define i64 @rests
# CHECK-NOT: select
# CHECK: urem i32
# CHECK-NOT: select

.globl shifts
.type shifts,@function
shifts:
    r0 = *(u32 *)(r1 + 0)
    r2 = *(u8 *)(r1 + 8)
    r2 >>= 3
    w0 <<= w2
    exit
# CHECK-LABEL: define i64 @shifts
# CHECK-NOT: and i32
# CHECK: shl i32
# CHECK: ret

.globl shifts_by_more
.type shifts_by_more,@function
shifts_by_more:
    r0 = *(u32 *)(r1 + 0)
    r2 = *(u8 *)(r1 + 8)
    w0 <<= w2
    exit
# CHECK-LABEL: define i64 @shifts_by_more
# CHECK: and i32 {{.*}}, 31
# CHECK: shl i32

.globl compares
.type compares,@function
compares:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r0 = 1
    if r2 s> r3 goto out
    r0 = 0
out:
    exit
# CHECK-LABEL: define i64 @compares
# CHECK: icmp ugt i32
