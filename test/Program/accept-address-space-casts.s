# Kernel BPF_ADDR_SPACE_CAST: between an arena's address space, 1, and 0.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: r1 = addr_space_cast(r2, 0, 1)
# CHECK-NEXT: 1: r2 = addr_space_cast(r1, 1, 0)
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = addr_space_cast(r2, 0, 1)
    r2 = addr_space_cast(r1, 1, 0)
    r0 = 0
    exit
