# A bpf_map_def says nothing about the inner maps that this version could read.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: map 'first' has no template of its inner maps
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = first ll
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 12, 4, 4, 16, 0
