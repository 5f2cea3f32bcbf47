# A store names its base in dst; that is not a write to r10.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: *(u64 *)(r10 -8) = r1
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    *(u64 *)(r10 - 8) = r1
    r0 = 0
    exit
