# On one path the register is the context, on the other packet memory: no load fits both.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section xdp,"ax"
.globl mixed
.type mixed,@function
mixed:
    r2 = *(u32 *)(r1 + 12)
    r3 = *(u32 *)(r1 + 0)
    if r2 == 1 goto +1
    r3 = r1
    r0 = *(u32 *)(r3 + 0)
    exit
# CHECK: xdp+4: error: access through a register that may be the context or a map handle
