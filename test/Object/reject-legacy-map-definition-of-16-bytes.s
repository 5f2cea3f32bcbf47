# It ends before its flags.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=object %t.o 2>&1 | FileCheck %s
# CHECK: maps: error: map 'first' has a definition of 16 bytes, must be 20 to 60
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 2, 4, 8, 16
