# LLVM's udiv by zero is undefined, BPF's is 0 (RFC 9669, 4.1).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl by_register
.type by_register,@function
by_register:
    r0 = 100
    r0 /= r2
    exit
.globl by_number
.type by_number,@function
by_number:
    r0 = r2
    r0 /= 10
    exit
# CHECK-LABEL: define i64 @by_register
# CHECK: icmp eq i64 %r2, 0
# CHECK: select
# CHECK: udiv i64
# CHECK: select
# CHECK-LABEL: define i64 @by_number
# CHECK-NOT: select
# CHECK: udiv i64 %r2, 10
