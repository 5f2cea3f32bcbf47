# Only lddw and call have operands to relocate.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+1: error: relocation against 'value' at add, not lddw or call
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    .reloc 8, R_BPF_64_32, value
    r0 += 1
    exit
    .data
    .globl value
value:
    .8byte 0
