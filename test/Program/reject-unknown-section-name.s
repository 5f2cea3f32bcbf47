# Without a type the context is unknown; guessing would make wrong code.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: nonsense: error: program 'prog' has no type: the section name is unknown; name one with -prog-type
    .section nonsense,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
