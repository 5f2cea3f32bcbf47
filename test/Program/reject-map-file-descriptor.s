# A file descriptor in the code means nothing without the kernel.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: lddw of a map file descriptor (src 1) without a relocation
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x1118
    .8byte 0
    r0 = 0
    exit
