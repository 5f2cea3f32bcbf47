# SPDX-License-Identifier: Apache-2.0
# r2 and r3 are different distances into the packet; that r3 is inside says nothing of the byte
# before r2 (kernel: verifier_direct_packet_access, id_in_regsafe_bad_access).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -unproven=error -o %t.out 2>&1 | FileCheck %s
# CHECK: error: invalid access to packet
.section tc,"ax"
.globl access
.type access,@function
access:
    r9 = r1
    call 5
    r7 = r0
    call 5
    r6 = r0
    r2 = *(u32*)(r9 + 76)
    r3 = *(u32*)(r9 + 76)
    r4 = *(u32*)(r9 + 80)
    r0 = 0
    if r6 > 100 goto 1f
    if r7 > 100 goto 1f
    r2 += r6
    r2 += 1
    r3 += r7
    r3 += 1
    if r6 != r7 goto 2f
    r2 = r3
2:
    if r3 > r4 goto 1f
    r5 = *(u8*)(r2 - 1)
1:
    exit
