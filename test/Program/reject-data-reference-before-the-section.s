# The addend is signed.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: byte -8 is outside of .data, which has 8
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = value-8 ll
    r0 = 0
    exit
    .data
value:
    .8byte 0
