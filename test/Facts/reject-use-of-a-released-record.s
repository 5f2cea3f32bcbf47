# A record is the consumer's once it was submitted or discarded: no access through any copy of it,
# a spilled one, one of another round of a loop; and it is released once.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=0 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=1 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=2 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=3 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck %s --check-prefix=TWICE
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=4 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -unproven=error -o %t.out
# CHECK: error: access through a pointer to what was released before
# TWICE: error: r1 of helper ringbuf_discard is not held any more: it was released before
.section maps,"aw"
.globl ring
.type ring,@object
ring:
    .long 27, 0, 0, 4096, 0
    .size ring, 20
.section xdp,"ax"
.globl uses
.type uses,@function
uses:
    r8 = 3
.Lagain:
    r1 = ring ll
    r2 = 24
    r3 = 0
    call 131
    if r0 == 0 goto .Lend
    r6 = r0
    r7 = r0
    *(u64 *)(r10 - 8) = r0
    *(u64 *)(r6 + 16) = r8
.if CASE == 2
    if r8 > 1 goto 1f
.endif
    r1 = r6
    r2 = 0
    call 132
1:
.if CASE == 0
    r0 = *(u8 *)(r7 + 0)
.elseif CASE == 1
    r1 = *(u64 *)(r10 - 8)
    *(u8 *)(r1 + 3) = 1
.elseif CASE == 2
    *(u8 *)(r7 + 3) = 1
.elseif CASE == 3
    r1 = r7
    r2 = 0
    call 133
.endif
    r8 += -1
    if r8 != 0 goto .Lagain
.Lend:
    r0 = 0
    exit
