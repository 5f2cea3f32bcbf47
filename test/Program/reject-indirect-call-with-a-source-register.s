# Only dst has a meaning.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: reserved field src is 2, must be 0
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x000000000000218d
    r0 = 0
    exit
