# The kernel has the spaces 0 and 1.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: address space cast 0x20001, must be 0x1 (from 1 to 0) or 0x10000 (from 0 to 1)
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = addr_space_cast(r2, 2, 1)
    r0 = 0
    exit
