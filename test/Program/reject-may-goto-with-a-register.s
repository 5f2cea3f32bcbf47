# src selects the kind of conditional goto, and 0 is the only one.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: reserved field src is 1, must be 0
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x00000000000010e5
    r0 = 0
    exit
