# A pointer of which one byte was overwritten is a number, and so is part of a pointer (kernel:
# corrupted spill).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl corrupt
.type corrupt,@function
corrupt:
    r6 = *(u32 *)(r1 + 0)
    *(u64 *)(r10 - 8) = r6
    *(u64 *)(r10 - 16) = r6
    w3 = 0
    *(u8 *)(r10 - 8) = w3
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    r4 = *(u64 *)(r10 - 16)
    r0 = r4
    r4 = *(u32 *)(r10 - 16)
    r0 = r4
    exit
# CHECK: r0 = r4 ; r4=scalar{{$}}
# CHECK: r0 = r4 ; r4=pkt+0
# CHECK: r0 = r4 ; r4=scalar[0,4294967295]{{$}}
