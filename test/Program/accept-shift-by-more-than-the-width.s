# RFC 9669 masks shift counts; that the kernel refuses a constant one is not our concern.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 0: r1 <<= 64
# CHECK: 1: r1 /= 0
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 <<= 64
    r1 /= 0
    r0 = 0
    exit
