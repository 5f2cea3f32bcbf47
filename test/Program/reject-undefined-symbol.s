# A call that no one has linked goes nowhere.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: undefined symbol 'memcpy'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call memcpy
    r0 = 0
    exit
