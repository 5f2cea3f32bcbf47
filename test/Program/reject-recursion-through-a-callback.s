# The kernel counts a callback as a call, and so does this.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: .text+0: error: recursive call of 'body'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r2 = body ll
    r1 = 4
    r3 = 0
    r4 = 0
    call 181
    exit
    .text
    .type body,@function
body:
    r2 = body ll
    r1 = 4
    r3 = 0
    r4 = 0
    call 181
    exit
