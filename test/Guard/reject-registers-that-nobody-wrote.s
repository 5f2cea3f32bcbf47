# SPDX-License-Identifier: Apache-2.0
# Registers that were not written on some way read as 0; -unproven=error refuses them like the
# kernel's verifier: after calls, at exit, where ways meet.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=0 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -unproven=error -o %t.out 2>&1 | FileCheck %s --check-prefix=START
# RUN: bpf-aot %t.o -target mipsel -o %t.out
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=1 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -unproven=error -o %t.out 2>&1 | FileCheck %s --check-prefix=CALL
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=2 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -unproven=error -o %t.out 2>&1 | FileCheck %s --check-prefix=JOIN
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=3 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -unproven=error -o %t.out
# START: xdp+0: error: R2 !read_ok
# CALL: xdp+1: error: R1 !read_ok
# JOIN: xdp+3: error: R0 !read_ok
.section xdp,"ax"
.globl read
.type read,@function
read:
.if CASE == 0
    r0 = r2
.elseif CASE == 1
    call 5
    r0 = r1
.elseif CASE == 2
    r1 = *(u32 *)(r1 + 12)
    if r1 == 5 goto 1f
    r0 = 1
1:
.else
    r0 = 0
    if r0 == 0 goto 1f
    r0 = r5
1:
.endif
    exit
