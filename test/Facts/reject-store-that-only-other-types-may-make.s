# mark is written by tc programs, not by socket filters (kernel: sk_filter_is_valid_access).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
# RUN: bpf-aot -target mipsel -prog-type sched_cls %t.o -o %t.out
.section socket,"ax"
.globl filter
.type filter,@function
filter:
    r0 = 0
    *(u32 *)(r1 + 8) = r0
    exit
# CHECK: socket+1: error: socket filter program: no 4-byte store at offset 8 of the context: field 'mark' is read-only for this program type (contexts.def)
