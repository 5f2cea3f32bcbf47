# From 64 down to 1, in steps of 2.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 64
    r0 = 0
again:
    r0 += r3
    r3 += -2
    if r3 != 0 goto again
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[2,64]
