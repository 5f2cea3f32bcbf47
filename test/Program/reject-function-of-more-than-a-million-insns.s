# The limit is the kernel's.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: function 'prog' has 1000002 insns, the limit is 1000000
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .rept 1000001
    r0 = 0
    .endr
    exit
