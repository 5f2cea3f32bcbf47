# The names go on behind .data and .rodata; .rodata.cst16 is one of them.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: data .data.config: 8 bytes
# CHECK: data .rodata.cst16: 16 bytes
# CHECK: r1 = 0x0 ll ; .data.config+0
# CHECK: r2 = 0x8 ll ; .rodata.cst16+8
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = one ll
    r2 = two+8 ll
    r0 = 0
    exit
    .section .data.config,"aw",@progbits
one:
    .8byte 1
    .section .rodata.cst16,"aM",@progbits,16
two:
    .8byte 1
    .8byte 2
