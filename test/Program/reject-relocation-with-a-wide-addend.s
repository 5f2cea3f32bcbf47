# The addend of an lddw is its first imm; libbpf would lose the rest.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: the addend of a relocated lddw has more than 32 bits
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .reloc 0, R_BPF_64_64, .data
    r1 = 0x100000000 ll
    r0 = 0
    exit
    .data
    .8byte 0
