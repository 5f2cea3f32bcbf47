# Where it goes would be anybody's guess.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+1: error: gotox in function 'prog', which has no jump table
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = 0
    gotox r1
    r0 = 0
    exit
