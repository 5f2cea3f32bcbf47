# A loop over options: each round goes by a length in the packet and compares p + 4 with the end.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl options
.type options,@function
options:
    r7 = *(u32 *)(r1 + 4)
    r8 = *(u32 *)(r1 + 0)
next:
    r3 = r8
    r3 += 4
    if r3 > r7 goto out
    r4 = r8
    r5 = *(u8 *)(r8 + 1)
    r8 += r5
    goto next
out:
    r0 = 0
    exit
# CHECK: r4 = r8 ; r8=pkt+[0,65531](r=4)
# CHECK: r8 += r5 ; r5=scalar[0,255] r8=pkt+[0,65531](r=4)
