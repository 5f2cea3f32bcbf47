# Of a 32-bit move, off is a number of bits only.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: off 1 selects no move, must be 0, 8, 16
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x00000001000121bc
    r0 = 0
    exit
