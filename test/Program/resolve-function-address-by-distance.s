# BPF_PSEUDO_FUNC without a relocation counts from the next slot, like a call.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: r1 = 0x3 ll ; address of function callback
# CHECK: static callback: section "xdp", address taken
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x0000000300004118
    .8byte 0
    r0 = 0
    exit
    .type callback,@function
callback:
    r0 = 7
    exit
