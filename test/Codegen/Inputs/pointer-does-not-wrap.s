# SPDX-License-Identifier: Apache-2.0
# Adds a number from the packet to the start of the packet and compares with its end.
.section xdp,"ax"
.globl wrap
.type wrap,@function
wrap:
    r2 = *(u32 *)(r1 + 4)
    r3 = *(u32 *)(r1 + 0)
    r4 = r3
    r4 += 4
    r0 = 0
    if r4 > r2 goto +5
    r5 = *(u32 *)(r3 + 0)
    r3 += r5
    r0 = 1
    if r3 > r2 goto +1
    r0 = 2
    exit
