# No byte is above 255, and no loop begins that only its own way back leads to.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = *(u8 *)(r1 + 0)
    if r3 > 255 goto dead
    r4 = 0
    if r4 != 0 goto never
    r0 = 1
    exit
dead:
    r0 = 77
    exit
never:
    r4 += 1
    r0 = 78
    goto never
# CHECK: r0 = 1
# CHECK-NOT: r0 = 77
# CHECK-NOT: r0 = 78
