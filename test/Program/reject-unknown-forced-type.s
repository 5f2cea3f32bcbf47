# A misspelt type must not mean any other.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -prog-type=xpd -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: error: unknown program type 'xpd' in -prog-type
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
