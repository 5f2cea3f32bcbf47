# -prog leaves everything else alone, also what could not be translated.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog=prog -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog
# CHECK-NOT: egress
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
