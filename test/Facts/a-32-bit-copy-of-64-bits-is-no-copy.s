# The lower half of a number says nothing about the whole; where the upper half is known to be 0 it
# does.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl halves
.type halves,@function
halves:
    r3 = *(u64 *)(r1 + 0)
    w4 = w3
    if r4 > 100 goto out
    r0 = r3
    r3 = *(u32 *)(r1 + 0)
    w4 = w3
    if r4 > 100 goto out
    r0 = r3
out:
    r0 = 0
    exit
# CHECK: r0 = r3 ; r3=scalar{{$}}
# CHECK: r0 = r3 ; r3=scalar[0,100]{{$}}
