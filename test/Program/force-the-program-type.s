# -prog-type is for objects with section names of their own.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type=xdp -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section "nonsense", type XDP
    .section nonsense,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
