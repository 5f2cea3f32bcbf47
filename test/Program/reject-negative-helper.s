# Helper numbers are not negative.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: helper -1 has no row in helpers.def
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0xffffffff00000085
    r0 = 0
    exit
