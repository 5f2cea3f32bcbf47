# A function that is only reached by its address is kept, and marked.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: r1 = 0x{{.*}} ll ; address of function second
# CHECK-NOT: first
# CHECK: static second: section ".text", address taken
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = second ll
    r0 = 0
    exit
    .text
    .type first,@function
first:
    r0 = 0
    exit
    .type second,@function
second:
    r0 = 1
    exit
