# Targets are insns: slots behind an lddw count on.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 0: if r1 == 0 goto +3 ; to 4
# CHECK: 1: gotol +2 ; to 4
# CHECK: 4: r0 = 0
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    if r1 == 0 goto +3
    gotol +2
    r2 = 0x1122334455667788 ll
    r0 = 0
    exit
