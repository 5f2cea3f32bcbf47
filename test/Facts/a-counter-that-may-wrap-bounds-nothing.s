# r3 counts, but it may run over the end of its range before the loop ends: it says nothing about
# the rounds.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r4 = r1
again:
    r0 = r3
    r0 = r4
    r3 += 1
    r4 += 8
    r5 = *(u8 *)(r1 + 0)
    if r5 != 0 goto again
    exit
# CHECK: r0 = r3 ; r3=scalar{{$}}
# CHECK: r0 = r4 ; r4=mem+unbounded
