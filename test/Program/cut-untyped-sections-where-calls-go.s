# Without types and sizes, a function starts where a call goes.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog:
# CHECK: call pc+3 ; function xdp_sub4
# CHECK: call pc{{.*}} ; function helper
# CHECK: static xdp_sub4:
# CHECK-NEXT: 4: r0 = 1
# CHECK: static helper: section ".text"
# CHECK-NEXT: 2: r0 = 2
    .section xdp,"ax",@progbits
    .globl prog
prog:
    .8byte 0x0000000300001085
    call helper
    r0 = 0
    exit
    r0 = 1
    exit
    .text
unused:
    r0 = 0
    exit
helper:
    r0 = 2
    exit
