# LLVM 22.1 makes compact branches with $zero as an operand, which are other instructions:
# `bltuc $zero, $1` is the call `bgtzalc $1` and destroys $ra.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsisa64r6el -O0 -prog-type raw %t.o -S -o - | FileCheck %s
# RUN: bpf-aot -target mipsisa32r6el -O0 -prog-type raw %t.o -S -o - | FileCheck %s
# RUN: bpf-aot -target mips64el -mcpu=mips64r6 -O2 -prog-type raw %t.o -S -o - | FileCheck %s
.text
.globl f
.type f,@function
f:
    r0 = 0
    if r2 > 40 goto 1f
    r0 = 0
1:
    if w0 >= w2 goto 2f
    r0 += 2
    if w2 s< w0 goto 2f
    r0 += 1
2:
    exit
# CHECK: f:
# CHECK-NOT: {{b[a-z]+c[[:space:]]}}
# CHECK: .end f
