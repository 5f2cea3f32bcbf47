# All values are multiples of 4, the last is 60.
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
    r3 += 4
    if r3 != 64 goto again
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,60] bits(0x0;0x3c)
