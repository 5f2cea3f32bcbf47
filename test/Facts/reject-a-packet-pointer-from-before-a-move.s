# SPDX-License-Identifier: Apache-2.0
# After adjust_head the old pointers lead to memory that is no longer (or not all) the packet: no
# guard can help, because they may still be inside. Also when a subprogram moves the packet, and
# from a stack slot.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=0 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=1 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=2 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# CHECK: error: access through a pointer into the packet from before a call that moved it; load it from the context again
.text
.type mover,@function
mover:
    r2 = 4
    call 44
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
    r2 = 4
.if CASE == 0
    call 44
.elseif CASE == 1
    call mover
.else
    *(u64 *)(r10 - 8) = r7
    call 44
    r7 = *(u64 *)(r10 - 8)
.endif
    r0 = *(u8 *)(r7 + 0)
1:
    exit
