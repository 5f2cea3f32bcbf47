# Its entries can be insns of one function only.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+9: error: jump table 'table' is used by another function, too
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = table ll
    r1 = *(u64 *)(r1 + 0)
    gotox r1
    r0 = 1 ll
    exit
    call next
    exit
    .type next,@function
next:
    r1 = table ll
    exit
    .section .jumptables,"",@progbits
table:
    .8byte 32
    .size table, .-table
