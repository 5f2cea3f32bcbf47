# The register fields have four bits; r11 to r15 do not exist.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: src register r12, the last one is r10
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0xc0bf
    exit
