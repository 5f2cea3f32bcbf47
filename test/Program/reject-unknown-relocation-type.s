# A relocation that is not understood must not be ignored.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: relocation type 10 against 'value' is unknown for lddw, which takes type 1
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .reloc 0, R_BPF_64_32, value
    r1 = 0 ll
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte 0
