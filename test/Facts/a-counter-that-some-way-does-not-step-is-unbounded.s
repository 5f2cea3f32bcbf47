# One way back steps, the other sets the counter anew: 5 rounds do not end the loop, and the pointer
# goes on.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r4 = r1
again:
    r0 = r4
    r4 += 8
    r3 += 1
    r5 = *(u8 *)(r1 + 0)
    if r5 == 7 goto reset
    if r3 != 5 goto again
    exit
reset:
    r3 = 0
    goto again
# CHECK: r0 = r4 ; r4=mem+unbounded
