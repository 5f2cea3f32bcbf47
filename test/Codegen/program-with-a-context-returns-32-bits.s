# The kernel takes 32 bits of what a program with a context returns: the upper half is zero, and
# what would only have gone there is not computed. A raw program returns all of r0.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=XDP
# RUN: bpf-aot-run -target x86-64 -prog-type raw %t.o -mem 00000000000000000000000000000000 | FileCheck %s --check-prefix=RAW
.section xdp,"ax",@progbits
.globl shifted
.type shifted,@function
shifted:
    r0 = *(u32 *)(r1 + 12)
    r0 += -1
    exit
# XDP-LABEL: define i64 @shifted
# XDP: [[LOW:%.*]] = add i32
# XDP: [[WHOLE:%.*]] = zext i32 [[LOW]] to i64
# XDP: ret i64 [[WHOLE]]
# RAW: r0 = 0xffffffffffffffff
