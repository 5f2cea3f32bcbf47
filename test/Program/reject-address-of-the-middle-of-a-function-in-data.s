# There is nothing to call at its second insn.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: .data: error: address of byte 8 of xdp, where no function starts
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
    .8byte prog+8
