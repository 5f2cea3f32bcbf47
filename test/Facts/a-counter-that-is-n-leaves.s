# The exit test may stand at the head, before the step.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r0 = 0
again:
    if r3 == 10 goto out
    r0 += r3
    r3 += 1
    goto again
out:
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,9]
