# A call distance may point anywhere; nothing is there.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: call to xdp+-8, where no function starts
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0xfffffff700001085
    r0 = 0
    exit
