# A tree of comparisons with numbers is a switch again where the target's lowering pays.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s
# RUN: bpf-aot -target riscv32 -prog-type raw -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=TREE
.text
.globl tree
.type tree,@function
tree:
    r1 = *(u8 *)(r1 + 0)
    r0 = 9
    if r1 > 3 goto upper
    if r1 == 0 goto zero
    if r1 == 2 goto two
    exit
upper:
    r0 = 5
    if r1 > 5 goto out
    if w1 == 4 goto two
    exit
zero:
    r0 = 1
    exit
two:
    r0 += 10
    exit
out:
    exit
# CHECK-LABEL: define i64 @tree
# CHECK: switch i32 {{.*}}, label %[[OUT:case[0-9]*]] [
# CHECK-DAG: i32 0, label %[[ZERO:case[0-9]*]]
# CHECK-DAG: i32 1, label %[[ONE:case[0-9]*]]
# CHECK-DAG: i32 2, label %[[TWO:case[0-9]*]]
# CHECK-DAG: i32 3, label %[[ONE]]
# CHECK-DAG: i32 4, label %[[FOUR:case[0-9]*]]
# CHECK-DAG: i32 5, label %[[FIVE:case[0-9]*]]
# CHECK-NOT: icmp
# TREE-LABEL: define i64 @tree
# TREE-NOT: switch
# TREE-COUNT-5: icmp
