# The forms that off selects are operations of their own.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 0: r1 s/= r2
# CHECK: 1: w1 s%= w2
# CHECK: 2: r1 = (s32)r2
# CHECK: 3: w1 = (s8)w2
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 s/= r2
    w1 s%= w2
    r1 = (s32)r2
    w1 = (s8)w2
    r0 = 0
    exit
