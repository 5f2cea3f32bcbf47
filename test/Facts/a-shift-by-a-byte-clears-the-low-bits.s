# Known low bits move up with a shift and zeros come in below them, however far it goes: x << 8 is
# 0 mod 8 even where x is known to be 2 mod 8. Packets start at 2 mod 4, so that a load there has an
# alignment of 2; claiming 4 is a bus error on MIPS.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s
.section xdp,"ax"
.globl shifted
.type shifted,@function
shifted:
    r2 = *(u32 *)(r1 + 4)
    r1 = *(u32 *)(r1 + 0)
    r4 = r1
    r4 += 1
    r0 = 0
    if r4 > r2 goto +9
    r3 = *(u8 *)(r1 + 0)
    r3 <<= 3
    r3 |= 2
    r3 <<= 8
    r1 += r3
    r4 = r1
    r4 += 4
    if r4 > r2 goto +1
    r0 = *(u32 *)(r1 + 0)
    exit
# CHECK: %r0.14 = load i32, ptr %{{.*}}, align 2
