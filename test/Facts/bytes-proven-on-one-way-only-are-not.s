# Where a way that compared meets one that did not, or compared less, the lesser holds.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl meets
.type meets,@function
meets:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r2 = *(u32 *)(r1 + 12)
    r3 = r6
    r3 += 14
    if r2 == 1 goto other
    if r3 > r7 goto out
    r4 = r6
    goto both
other:
    r3 += 20
    if r3 > r7 goto out
    r4 = r6
both:
    r0 = r6
    r5 = r6
out:
    r0 = r6
    r0 = 0
    exit
# CHECK: r4 = r6 ; r6=pkt+0(r=14)
# CHECK: r4 = r6 ; r6=pkt+0(r=34)
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
# CHECK: r0 = r6 ; r6=pkt+0{{$}}
