# The second slot of an lddw must belong to the same function.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: lddw has no second slot
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x18
    .size prog, 8
    .globl other
    .type other,@function
other:
    .8byte 0
    r0 = 0
    exit
