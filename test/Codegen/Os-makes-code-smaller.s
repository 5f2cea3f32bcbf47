# -Os tells LLVM so of every function: on x86-64 loops are not aligned then.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target x86-64 -prog-type raw -S %t.o -o - | FileCheck %s --check-prefix=FAST
# RUN: bpf-aot -target x86-64 -prog-type raw -Os -S %t.o -o - | FileCheck %s --check-prefix=SMALL
.text
.globl prog
.type prog,@function
prog:
    r0 = 0
    r3 = 7
again:
    r0 += r2
    r0 ^= r3
    r0 *= r2
    r3 += -1
    if r3 != 0 goto again
    exit
# FAST-LABEL: prog:
# FAST: .p2align 4
# FAST: BB0_1:
# SMALL-LABEL: prog:
# SMALL-NOT: .p2align
# SMALL: BB0_1:
