# A relocation belongs to the start of an insn.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+1: error: relocation against 'value' at byte 8, not the start of an insn
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .reloc 8, R_BPF_64_32, value
    r1 = 0 ll
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte 0
