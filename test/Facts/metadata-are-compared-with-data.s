# The metadata end where the packet begins.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl meta
.type meta,@function
meta:
    r6 = *(u32 *)(r1 + 8)
    r7 = *(u32 *)(r1 + 0)
    r3 = r6
    r3 += 4
    if r3 > r7 goto out
    r0 = r6
    r0 = r7
out:
    r0 = 0
    exit
# CHECK: r0 = r6 ; r6=pkt_meta+0(r=4)
# CHECK: r0 = r7 ; r7=pkt+0{{$}}
