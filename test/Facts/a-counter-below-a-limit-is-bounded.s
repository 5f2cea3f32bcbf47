# A test with < bounds a counter as soon as it comes down from where it was widened to.
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
    if r3 < 100 goto again
    r0 += r3
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,99]
# CHECK: r0 += r3 ; {{.*}} r3=scalar=100
