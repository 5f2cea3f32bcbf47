# Against the section, the addend says which table.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 3: gotox r1 ; to 7{{$}}
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
other:
    .8byte 32
    .size other, 8
table:
    .8byte 56
    .size table, 8
