# No object reaches there.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: .data: error: byte 9 is outside of .bss, which has 8
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
    .8byte target+9
    .bss
target:
    .zero 8
