# A 32-bit number from the packet may carry a pointer past 2^32: no bound, hence no 32-bit pointer.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl far
.type far,@function
far:
    r2 = *(u32 *)(r1 + 4)
    r3 = *(u32 *)(r1 + 0)
    r5 = *(u32 *)(r3 + 0)
    r3 += r5
    r0 = 1
    if r3 > r2 goto +1
    r0 = 2
    exit
# CHECK: r3 += r5 ; r3=pkt+0 r5=scalar[0,4294967295]
# CHECK: if r3 > r2 {{.*}} r3=pkt+unbounded
