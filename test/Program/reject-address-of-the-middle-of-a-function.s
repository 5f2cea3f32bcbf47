# There is nothing to call at its second insn.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: address of byte 8 of .text, where no function starts
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = callback+8 ll
    r0 = 0
    exit
    .text
    .type callback,@function
callback:
    r0 = 0
    exit
