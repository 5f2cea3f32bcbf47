# clang -mcpu=v4 writes them into a section of their own.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.o | FileCheck %s
# CHECK: section {{[0-9]+}} .jumptables: jump tables, 8 bytes
# CHECK: symbol table: local untyped, .jumptables+0, 8 bytes
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = table ll
    r0 = 0
    exit
    .section .jumptables,"",@progbits
table:
    .8byte 0
    .size table, .-table
