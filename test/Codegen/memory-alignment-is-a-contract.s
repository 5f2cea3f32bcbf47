# What -mem-align promises of a raw program's memory shows in the alignment of loads.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=EIGHT
# RUN: bpf-aot -target mipsel -prog-type raw -unproven=trust -mem-align=2 -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=TWO
.text
.globl first
.type first,@function
first:
    r0 = *(u64 *)(r1 + 0)
    exit
# EIGHT: load i64, ptr %r1, align 8
# TWO: load i64, ptr %r1, align 2
