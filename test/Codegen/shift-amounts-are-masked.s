# LLVM's shl by 64 or more is poison, BPF masks the amount (RFC 9669, 4.1).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl shifts
.type shifts,@function
shifts:
    r0 = 1
    r0 <<= r2
    w0 s>>= w2
    exit
# CHECK: [[A:%.*]] = and i64 %r2, 63
# CHECK: shl i64 1, [[A]]
# CHECK: [[B:%.*]] = and i32 {{.*}}, 31
# CHECK: ashr i32 {{.*}}, [[B]]
