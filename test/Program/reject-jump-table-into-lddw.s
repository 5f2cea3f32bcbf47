# The second slot is no insn.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: entry 0 of jump table 'table' is 5, the middle of lddw
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = table ll
    r1 = *(u64 *)(r1 + 0)
    gotox r1
    r0 = 1 ll
    exit
    r0 = 2
    exit
    .section .jumptables,"",@progbits
table:
    .8byte 40
    .size table, .-table
