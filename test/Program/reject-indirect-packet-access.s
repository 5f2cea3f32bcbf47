# Recognised, but this version has no code for it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+1: error: packet access instructions (ld_ind) are not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r6 = r1
    r0 = *(u8 *)skb[r1]
    r0 = 0
    exit
