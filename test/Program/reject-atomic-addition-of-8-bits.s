# In 8 and 16 bits there are load-acquire and store-release only.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: there is no atomic operation 0x00 of 8 bits
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x00000000000021d3
    r0 = 0
    exit
