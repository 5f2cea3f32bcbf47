# No loader had so long a struct; more likely a symbol is missing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=object %t.o 2>&1 | FileCheck %s
# CHECK: maps: error: map 'first' has a definition of 64 bytes, must be 20 to 60
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .zero 64
