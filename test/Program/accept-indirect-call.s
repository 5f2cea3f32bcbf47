# The register stands in dst, as clang 22 and the public tests have it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: callx r3
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    callx r3
    r0 = 0
    exit
