# Against a global function, the addend is 0.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: r1 = 0x0 ll ; address of function callback
# CHECK: global callback: section ".text", address taken
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = callback ll
    r0 = 0
    exit
    .text
    .globl callback
    .type callback,@function
callback:
    r0 = 0
    exit
