# A program has to be global to be called from outside.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: error: no programs: no global function outside of .text
    .section xdp,"ax",@progbits
    .type prog,@function
prog:
    r0 = 0
    exit
