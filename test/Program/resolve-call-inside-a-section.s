# A call inside its own section may have no relocation; the distance is in slots, lddw counts two.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: 0: call pc+3 ; function helper
# CHECK: static helper: section "xdp"
# CHECK-NEXT: 4: r0 = 1
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x300001085
    r1 = 0x1122334455667788 ll
    exit
    .type helper,@function
helper:
    r0 = 1
    exit
