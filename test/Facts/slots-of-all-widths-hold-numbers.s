# A spill of 1, 2, 4 or 8 bytes comes back as what was stored, cut to its width (kernel: 4.20 knows
# 8 bytes only, later ones all).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl widths
.type widths,@function
widths:
    r3 = *(u16 *)(r1 + 0)
    r3 &= 511
    *(u64 *)(r10 - 8) = r3
    *(u32 *)(r10 - 12) = r3
    *(u16 *)(r10 - 14) = r3
    *(u8 *)(r10 - 17) = r3
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    r4 = *(u32 *)(r10 - 12)
    r0 = r4
    r4 = *(u16 *)(r10 - 14)
    r0 = r4
    r4 = *(u8 *)(r10 - 17)
    r0 = r4
    r4 = *(s8 *)(r10 - 17)
    r0 = r4
    exit
# CHECK: r0 = r4 ; r4=scalar[0,511]
# CHECK: r0 = r4 ; r4=scalar[0,511]
# CHECK: r0 = r4 ; r4=scalar[0,511]
# CHECK: r0 = r4 ; r4=scalar[0,255]
# CHECK: r0 = r4 ; r4=scalar s[-128,127]
