# Nothing says which function is a program, nor of which type.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: error: no programs: all code is in .text; name a type with -prog-type
    .text
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
