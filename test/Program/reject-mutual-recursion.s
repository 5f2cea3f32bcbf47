# A cycle of calls is recursion however long it is.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+4: error: recursive call of 'one'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call one
    exit
    .type one,@function
one:
    call two
    exit
    .type two,@function
two:
    call one
    exit
