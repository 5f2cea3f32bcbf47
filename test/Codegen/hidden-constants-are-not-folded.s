# -hide-constants: what a program computes with its own numbers is computed when it runs, on 32-bit
# targets in halves; moves within a tree of comparisons that becomes a switch are left alone.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target x86-64 -prog-type raw -emit-llvm %t.o -o - | FileCheck --check-prefix=FOLDED %s
# RUN: bpf-aot -target x86-64 -prog-type raw -hide-constants -verify -emit-llvm %t.o -o - | FileCheck --check-prefix=WHOLE %s
# RUN: bpf-aot -target mipsel -prog-type raw -hide-constants -verify -emit-llvm %t.o -o - | FileCheck --check-prefix=HALVES %s
# RUN: bpf-aot-run -prog-type raw -prog adds -hide-constants %t.o -mem 00 -json | FileCheck --check-prefix=SUM %s
# RUN: bpf-aot-run -prog-type raw -prog tree -hide-constants %t.o -mem 02000000 -json | FileCheck --check-prefix=TREE %s
# FOLDED: ret i64 21474836492
# WHOLE: %[[FIVE:.*]] = {{.*}}call i64 asm "", "=r,0"(i64 21474836485)
# WHOLE: add i64 %[[FIVE]], 7
# HALVES: call i32 asm "", "=r,0"(i32 5)
# SUM: {"retval":21474836492,
# TREE: {"retval":22,
    .globl adds
    .type adds,@function
adds:
    r0 = 0x500000005 ll
    r0 += 7
    exit
    .size adds, .-adds
    .globl tree
    .type tree,@function
tree:
    if r2 < 4 goto none
    r1 = *(u32 *)(r1 + 0)
    r3 = 1
    if r1 == 1 goto one
    r3 = 2
    if r1 == 2 goto two
    r3 = 3
    if r1 == 3 goto three
    r3 = 4
    if r1 == 4 goto four
none:
    r0 = 0
    exit
one:
    r0 = 11
    exit
two:
    r0 = r3
    r0 += 20
    exit
three:
    r0 = 33
    exit
four:
    r0 = 44
    exit
    .size tree, .-tree
