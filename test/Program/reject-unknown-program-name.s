# The message lists what there is.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -prog=porg -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: error: no program 'porg'; there are: prog, egress
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section tc,"ax",@progbits
    .globl egress
    .type egress,@function
egress:
    r0 = 0
    exit
