# .maps is only sizes; what they mean is in BTF.
# RUN: llvm-mc -triple=bpfel -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=object %t.o 2>&1 | FileCheck %s
# CHECK: .maps: error: maps without BTF; compile with -g
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section .maps,"aw",@progbits
    .globl counts
counts:
    .zero 32
