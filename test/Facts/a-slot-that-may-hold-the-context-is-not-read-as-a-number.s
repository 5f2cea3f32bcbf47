# Of a slot that holds the context on one way and something else on the other, what is loaded may be
# the context: no load goes through it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section xdp,"ax"
.globl mixed
.type mixed,@function
mixed:
    r2 = *(u32 *)(r1 + 12)
    *(u64 *)(r10 - 8) = r1
    if r2 == 1 goto +1
    *(u32 *)(r10 - 8) = r2
    r3 = *(u64 *)(r10 - 8)
    r0 = *(u32 *)(r3 + 0)
    exit
# CHECK: xdp+5: error: access through a register that may be the context or a map handle
