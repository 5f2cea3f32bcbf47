# Its entries belong to the function that loads from it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: .data: error: jump tables as data ('.jumptables' in section .jumptables): not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = value ll
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte table
    .section .jumptables,"",@progbits
table:
    .8byte 0
    .size table, .-table
