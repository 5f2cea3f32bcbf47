# A symbol without a section has no place in the program.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: symbol 'absolute' is in no section
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = absolute ll
    r0 = 0
    exit
    .globl absolute
    .set absolute, 64
