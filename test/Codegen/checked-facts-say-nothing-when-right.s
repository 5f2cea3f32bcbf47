# -facts=check: a program whose numbers, pointers and packet are what the facts say runs as ever.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot-run %t.o -packet 0102030405060708090a0b0c0d0e -facts=check -json 2>%t.err | FileCheck %s
# RUN: count 0 < %t.err
# CHECK: "retval":11
.section xdp,"ax",@progbits
.globl prog
prog:
r2 = *(u32 *)(r1 + 0)
r3 = *(u32 *)(r1 + 4)
r0 = 0
r4 = r2
r4 += 14
if r4 > r3 goto out
r4 = *(u8 *)(r2 + 1)
r4 &= 15
r5 = r10
r5 += -32
r5 += r4
*(u8 *)(r5 + 0) = 9
*(u64 *)(r10 - 8) = r2
r2 = *(u64 *)(r10 - 8)
r5 = r10
r5 += -30
r0 = *(u8 *)(r5 + 0)
r2 = *(u8 *)(r2 + 1)
r0 += r2
out:
exit
