# data_end - data is how many bytes there are, whatever pointer it was made of.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl length
.type length,@function
length:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r8 = r7
    r8 -= r6
    r0 = r8
    if r8 < 20 goto out
    r0 = r6
    r6 += 14
    r7 -= r6
    if r7 s< 30 goto out
    r0 = r6
out:
    r0 = 0
    exit
# CHECK: r0 = r8 ; r8=scalar[0,65535]
# CHECK: r0 = r6 ; r6=pkt+0(r=20)
# CHECK: r0 = r6 ; r6=pkt+14(r=30)
