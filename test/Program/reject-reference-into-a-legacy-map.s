# A map is used by its start.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: no map starts at byte 4 of maps
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = first+4 ll
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 2, 4, 8, 16, 0
