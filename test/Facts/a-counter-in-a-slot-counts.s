# Counters of unoptimised code live in the frame.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    *(u64 *)(r10 - 8) = r3
again:
    r3 = *(u64 *)(r10 - 8)
    r0 = r3
    r3 += 1
    *(u64 *)(r10 - 8) = r3
    if r3 != 20 goto again
    exit
# CHECK: r0 = r3 ; r3=scalar[0,19]
