# Subprograms that no program reaches are not translated, so that what they use is no error.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog
# CHECK-NOT: unused
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .text
    .globl unused
    .type unused,@function
unused:
    call 9999
    exit
