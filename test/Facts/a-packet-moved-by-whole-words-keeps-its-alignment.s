# SPDX-License-Identifier: Apache-2.0
# The start of a packet is 2 mod 4; after adjust_head by -20 it still is, by -18 it is not, and
# adjust_tail leaves it alone.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym BY=-20 -defsym HELPER=44 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -emit-llvm=raw -o - | FileCheck %s --check-prefix=KEPT
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym BY=-18 -defsym HELPER=44 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -emit-llvm=raw -o - | FileCheck %s --check-prefix=LOST
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym BY=-18 -defsym HELPER=65 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -emit-llvm=raw -o - | FileCheck %s --check-prefix=KEPT
# KEPT: load i32, ptr %{{.*}}, align 4
# LOST: load i32, ptr %{{.*}}, align 1
.section xdp,"ax"
.globl move
.type move,@function
move:
    r6 = r1
    r2 = BY
    call HELPER
    r1 = *(u32 *)(r6 + 4)
    r2 = *(u32 *)(r6 + 0)
    r3 = r2
    r3 += 18
    r0 = 1
    if r3 > r1 goto 1f
    r0 = *(u32 *)(r2 + 14)
1:
    exit
