# SPDX-License-Identifier: Apache-2.0
# A tail call in a subprogram runs another program, which may move the packet, and comes back.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# CHECK: xdp+{{.*}}: error: access through a pointer into the packet from before a call that moved it
.section maps,"aw"
.globl programs
.type programs,@object
.size programs,20
programs:
    .long 3
    .long 4
    .long 4
    .long 1
    .long 0
.text
.type leaves,@function
leaves:
    r2 = programs ll
    r3 = 0
    call 12
    r0 = 0
    exit
.section xdp,"ax"
.globl stale
.type stale,@function
stale:
    r6 = r1
    r7 = *(u32 *)(r6 + 0)
    r1 = *(u32 *)(r6 + 4)
    r2 = r7
    r2 += 64
    r0 = 1
    if r2 > r1 goto 1f
    r1 = r6
    call leaves
    r0 = *(u8 *)(r7 + 0)
1:
    exit
