# clang relocates calls of global functions against their name.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog
# CHECK: call pc-1 ; function twice
# CHECK: global twice: section ".text"
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call twice
    exit
    .text
    .globl twice
    .type twice,@function
twice:
    r0 = 0
    exit
