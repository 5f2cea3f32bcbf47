# An access that matches no row of contexts.def has no meaning on the target.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s -DO=%t.o
.section xdp,"ax"
.globl odd
.type odd,@function
odd:
    r0 = *(u16 *)(r1 + 12)
    exit
# CHECK: [[O]]: xdp+0: error: xdp context has no field of 2 bytes at offset 12 in contexts.def
