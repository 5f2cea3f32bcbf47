# 512 bytes are what BPF allows, not what a program needs.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl small
.type small,@function
small:
    *(u8 *)(r10 - 11) = r2
    r0 = *(u8 *)(r10 - 11)
    exit
.globl none
.type none,@function
none:
    r0 = 0
    exit
# CHECK-LABEL: define i64 @small
# CHECK: alloca [16 x i8]
# CHECK-LABEL: define i64 @none
# CHECK-NOT: alloca
