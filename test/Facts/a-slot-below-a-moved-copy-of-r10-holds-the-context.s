# SPDX-License-Identifier: Apache-2.0
# The context lies below the copy of r10 that addresses it, and comes back as the context, also past
# a helper that writes right above it. (Kernel: verifier_raw_stack, load_bytes_spilled_regs_data.)
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -unproven=error -print=facts -o %t.out | FileCheck %s
# CHECK: r0 = *(u32 *)(r0 +8) ; r0=ctx+0
.section tc,"ax"
.globl access
.type access,@function
access:
    r6 = r10
    r6 += -16
    *(u64 *)(r6 - 8) = r1
    r2 = 4
    r3 = r6
    r4 = 8
    call 26
    r0 = *(u64 *)(r6 - 8)
    r0 = *(u32 *)(r0 + 8)
    exit
