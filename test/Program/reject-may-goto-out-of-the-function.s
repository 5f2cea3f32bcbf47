# It is a jump like any other.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: jump to 10 is outside of function 'prog' (0 to 2)
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    may_goto +9
    r0 = 0
    exit
