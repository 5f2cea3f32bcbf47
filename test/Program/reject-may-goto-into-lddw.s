# It is a jump like any other.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: jump to 2 is into the middle of lddw
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    may_goto +1
    r0 = 1 ll
    exit
