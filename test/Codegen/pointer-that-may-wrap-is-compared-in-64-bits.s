# data + 0xffffffff is beyond data_end (design, decision 2): a 32-bit sum would wrap to before it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s
.section xdp,"ax"
.globl wrap
.type wrap,@function
wrap:
    r2 = *(u32 *)(r1 + 4)
    r3 = *(u32 *)(r1 + 0)
    r5 = *(u32 *)(r3 + 0)
    r3 += r5
    r0 = 1
    if r3 > r2 goto +1
    r0 = 2
    exit
# CHECK: add i64
# CHECK: icmp ugt i64
