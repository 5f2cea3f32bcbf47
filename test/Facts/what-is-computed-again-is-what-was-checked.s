# A compiler checks a sum in one register and computes it once more in another: what the check says holds for
# both. Not once an operand was written to, nor where ways meet in between.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax",@progbits
.globl sum
.type sum,@function
sum:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r8 = *(u32 *)(r1 + 12)
    r9 = *(u32 *)(r1 + 16)
    w2 = w8
    w2 += w9
    if w2 > 15 goto out
    w3 = w9
    w3 += w8
    r0 = r3
# CHECK: r0 = r3 ; r3=scalar[0,15]
    r1 = r6
    r1 += r2
    r4 = r1
    r4 += 8
    if r4 > r7 goto out
    r5 = r6
    r5 += r3
    r0 = *(u64 *)(r5 + 0)
    r0 = *(u64 *)(r1 + 0)
# CHECK: r0 = *(u64 *)(r5 +0) ; r5=pkt+[0,15](r=8)
    r9 = 0
    w3 = w8
    w3 += w9
    r0 = r3
# CHECK: r0 = r3 ; r3=scalar[0,4294967295]
    w2 = w8
    w2 *= w6
    if w2 > 15 goto out
    if w8 == 3 goto meet
    r0 = 1
meet:
    w3 = w8
    w3 *= w6
    r0 = r3
# CHECK: r0 = r3 ; r3=scalar[0,4294967295]
out:
    r0 = 2
    exit
