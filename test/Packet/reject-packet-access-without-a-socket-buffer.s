# LD_ABS finds the packet through r6; a raw or XDP program has no socket buffer there.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section xdp,"ax"
.globl odd
.type odd,@function
odd:
    r6 = r1
    r0 = *(u8 *)skb[0]
    exit
# CHECK: xdp+1: error: r6 of a packet access is not the context of a socket buffer
