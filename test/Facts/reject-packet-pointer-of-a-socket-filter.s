# Fields exist or not by program type: the packet of a socket filter is not read through `data`.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section socket,"ax"
.globl filter
.type filter,@function
filter:
    r0 = *(u32 *)(r1 + 76)
    exit
# CHECK: socket+0: error: socket filter program: no 4-byte load at offset 76 of the context: field 'data' is not for this program type (contexts.def)
