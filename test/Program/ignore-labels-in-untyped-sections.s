# clang before 9 kept its labels as symbols; they cut nothing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog:
# CHECK: if r1 == 0 goto +1 ; to 2
# CHECK-NEXT: 1: r0 = 1
# CHECK-NEXT: 2: exit
# CHECK-NOT: LBB
    .section xdp,"ax",@progbits
    .globl prog
prog:
    if r1 == 0 goto LBB0_1
    r0 = 1
LBB0_1:
    exit
