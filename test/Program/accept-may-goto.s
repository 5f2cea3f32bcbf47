# Kernel BPF_JCOND: falls through, or jumps when the program has run for too long.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 1: may_goto +2 ; to 4
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    may_goto out
    r0 += 1
    goto -3
out:
    exit
