# The next function of the section is not a place to jump to.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: jump to 2 is outside of function 'prog' (0 to 1)
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    goto +1
    exit
    .globl other
    .type other,@function
other:
    r0 = 0
    exit
