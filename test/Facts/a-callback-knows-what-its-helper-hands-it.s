# bpf_loop calls back with an index and the pointer it was given; what the callback may have written
# to the frame is forgotten.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl prog
.type prog,@function
prog:
    w3 = 5
    *(u64 *)(r10 - 8) = r3
    *(u64 *)(r10 - 16) = r3
    r1 = 10
    r2 = back ll
    r3 = r10
    r3 += -8
    r4 = 0
    call 181
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    r4 = *(u64 *)(r10 - 16)
    r0 = r4
    exit
# CHECK-LABEL: function prog frame
# CHECK: r0 = r4 ; r4=scalar{{$}}
# CHECK: r0 = r4 ; r4=scalar=5
.text
.type back,@function
back:
    r0 = r1
    r0 = r2
    r0 = 0
    exit
# CHECK-LABEL: function back frame
# CHECK: r0 = r1 ; r1=scalar[0,4294967295]
# CHECK: r0 = r2 ; r2=mem+0
