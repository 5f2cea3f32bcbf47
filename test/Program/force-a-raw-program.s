# -prog-type=raw: memory and size as arguments.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type=raw -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section "xdp", type raw
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
