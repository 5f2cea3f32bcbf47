# Without fetch nothing is written but memory.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: lock *(u64 *)(r10 -8) += r10
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    lock *(u64 *)(r10 - 8) += r10
    r0 = 0
    exit
