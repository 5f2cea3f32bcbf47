# clang 22 writes distances; an address as an entry is unknown.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: jump tables with relocations are not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = table ll
    r1 = *(u64 *)(r1 + 0)
    gotox r1
    .section .jumptables,"",@progbits
table:
    .8byte prog
