# "xdp" and "xdp/..." are XDP, "xdpfoo" is not.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdpfoo: error: program 'prog' has no type
    .section xdpfoo,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
