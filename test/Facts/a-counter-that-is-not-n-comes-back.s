# Counts from 0 while it is not 64: from 0 to 63 in the loop, 64 behind it (design 4b).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r0 = 0
again:
    r0 += r3
    r3 += 1
    if r3 != 64 goto again
    r4 = r3
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,63]
# CHECK: r4 = r3 ; r3=scalar=64
