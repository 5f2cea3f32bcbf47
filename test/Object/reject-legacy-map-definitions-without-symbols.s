# A map without a name cannot be used.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=object %t.o 2>&1 | FileCheck %s
# CHECK: maps: error: map definitions without symbols
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section maps,"aw",@progbits
    .zero 20
