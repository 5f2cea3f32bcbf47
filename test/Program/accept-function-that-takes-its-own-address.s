# Without a helper that calls back, an address is no call, so that this is no recursion.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section "xdp", type XDP, address taken
# CHECK: address of function prog
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = prog ll
    r0 = 0
    exit
