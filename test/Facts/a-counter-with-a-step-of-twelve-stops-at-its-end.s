# SPDX-License-Identifier: Apache-2.0
# A counter whose step is no power of two: 0, 12, ... 84, because it leaves at 96 and nothing else
# comes in. With a second way back that moves it by another step, nothing bounds it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot %t.o -prog-type raw -target mipsel -stop-after facts -print facts | FileCheck %s
.globl one
.type one,@function
one:
    r2 = 0
    r0 = 0
1:
    r0 += r2
    r2 += 12
    if r2 != 96 goto 1b
    exit
.globl two
.type two,@function
two:
    r3 = *(u32 *)(r1 + 0)
    r2 = 0
    r0 = 0
1:
    r0 += r2
    r2 += 12
    if r3 == r0 goto 2f
    if r2 != 96 goto 1b
    exit
2:
    r2 += 1
    goto 1b
# CHECK-LABEL: function one
# CHECK: r0 += r2 ; {{.*}}r2=scalar[0,84] bits(0x0;0x7c)
# CHECK-LABEL: function two
# CHECK: r0 += r2 ; {{.*}}r2=scalar{{( |$)}}
