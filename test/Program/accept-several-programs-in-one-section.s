# A section may hold any number of programs and static subprograms.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program first
# CHECK: 0: r0 = 1
# CHECK: program second
# CHECK: 2: call pc+1 ; function helper
# CHECK: static helper
# CHECK: 4: r0 = 3
    .section xdp,"ax",@progbits
    .globl first
    .type first,@function
first:
    r0 = 1
    exit
    .globl second
    .type second,@function
second:
    call helper
    exit
    .type helper,@function
helper:
    r0 = 3
    exit
