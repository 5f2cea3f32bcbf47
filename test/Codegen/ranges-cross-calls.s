# What all calls of a subprogram have in common is known in it, and of its result in them.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl calls
.type calls,@function
calls:
    r2 = *(u8 *)(r1 + 1)
    r1 = *(u8 *)(r1 + 0)
    w1 += 3
    w2 += 90
    call small
    exit
.hidden small
.type small,@function
small:
    w1 &= 15
    r0 = r1
    r0 += r2
    exit
# CHECK: define internal range(i32 90, 361) i32 @small(i32 range(i32 3, 259) %r1, i32 range(i32 90, 346) %r2)
