# The kernel refuses recursion; frames are static here.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+2: error: recursive call of 'helper'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call helper
    exit
    .type helper,@function
helper:
    call helper
    exit
