# A map's address may stand in data.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 0: first{{$}}
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = value ll
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte first
    .section maps,"aw",@progbits
first:
    .4byte 2, 4, 8, 16, 0
