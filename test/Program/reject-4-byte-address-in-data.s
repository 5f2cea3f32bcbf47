# Half an address is none.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: .data: error: relocation against '.bss' at byte 0 has type 4, data takes type 2
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
    .4byte target
    .bss
target:
    .zero 8
