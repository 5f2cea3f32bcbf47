# A loop is one block with itself behind it; what it reads before writing is live at its start.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=cfg -stop-after=cfg %t.o | FileCheck %s
.text
.globl count
.type count,@function
count:
    r0 = 0
again:
    r0 += 1
    if r0 < r2 goto again
    exit
# CHECK: function count params r2
# CHECK-NEXT: block 0: insns 0..0 live r2 -> 1
# CHECK-NEXT: block 1: insns 1..2 loop live r0 r2 -> 1 2
# CHECK-NEXT: block 2: insns 3..3 live r0 ->
