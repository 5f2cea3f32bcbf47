# A bpf_map_def has no place for programs.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: static contents of map 'first' of type prog_array are not supported
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = first ll
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 3, 4, 4, 16, 0, 0
    .8byte prog
