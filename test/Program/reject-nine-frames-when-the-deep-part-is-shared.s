# A function met before at a smaller depth must be counted again.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: error: call of 'f{{[0-9]}}' is deeper than 8 frames
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call f3
    call f2
    exit
    .type f2,@function
f2:
    call f3
    exit
    .type f3,@function
f3:
    call f4
    exit
    .type f4,@function
f4:
    call f5
    exit
    .type f5,@function
f5:
    call f6
    exit
    .type f6,@function
f6:
    call f7
    exit
    .type f7,@function
f7:
    call f8
    exit
    .type f8,@function
f8:
    call f9
    exit
    .type f9,@function
f9:
    r0 = 0
    exit
