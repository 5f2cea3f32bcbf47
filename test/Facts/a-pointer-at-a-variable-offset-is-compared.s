# An unknown distance begins a class of its own: what is proven of a pointer into it holds for the
# others, not for the packet.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl variable
.type variable,@function
variable:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 1
    if r3 > r7 goto out
    r5 = *(u8 *)(r6 + 0)
    r8 = r6
    r8 += r5
    r3 = r8
    r3 += 4
    if r3 > r7 goto out
    r0 = r8
    r0 = r6
out:
    r0 = 0
    exit
# CHECK: r0 = r8 ; r8=pkt+[0,255](r=4)
# CHECK: r0 = r6 ; r6=pkt+0(r=4)
