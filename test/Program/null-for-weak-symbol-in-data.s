# A weak symbol that nobody defines is at 0.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: data .data: 8 bytes
# CHECK-NEXT: program prog
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
    .8byte absent
    .weak absent
