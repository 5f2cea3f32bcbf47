# 16 rounds by a counter: a pointer that goes by 8 each time stays within 120 bytes, and another
# counter within 45.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r4 = r1
    r5 = 0
    r0 = 0
again:
    r0 = r4
    r0 = r5
    r4 += 8
    r5 += 3
    r3 += 1
    if r3 != 16 goto again
    r0 = r4
    exit
# CHECK: r0 = r4 ; r4=mem+[0,120]
# CHECK: r0 = r5 ; r5=scalar[0,45]
# CHECK: r0 = r4 ; r4=mem+[8,128]
