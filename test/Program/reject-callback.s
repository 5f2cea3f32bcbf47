# The address of a function needs a uniform entry that this version does not make.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: callbacks and other function pointers ('{{.*}}' in section .text): not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = callback ll
    r0 = 0
    exit
    .text
    .type callback,@function
callback:
    r0 = 0
    exit
