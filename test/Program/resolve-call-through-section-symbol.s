# For static functions clang relocates against .text and puts the distance into imm.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: call pc+1 ; function second
# CHECK-NOT: first
# CHECK: static second: section ".text"
# CHECK-NEXT: 2: r0 = 1
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call second
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
