# Recognised, but this version has no code for them.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: atomic instructions are not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    lock *(u64 *)(r1 + 0) += r2
    r0 = 0
    exit
