# r2 of a raw program says how many bytes r1 leads to; a difference that may have wrapped says
# nothing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl sized
.type sized,@function
sized:
    r3 = r2
    r3 += -8
    if r3 < 8 goto out
    r0 = r1
    if r2 < 16 goto out
    r0 = r1
out:
    r0 = 0
    exit
# CHECK: r0 = r1 ; r1=mem+0{{$}}
# CHECK: r0 = r1 ; r1=mem+0(r=16)
