# Helper 12 is a helper as far as its operands go.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: call 12 ; helper tail_call
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call 12
    r0 = 0
    exit
