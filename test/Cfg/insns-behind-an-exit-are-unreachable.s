# RFC 9669 does not forbid unreachable insns; they are not translated.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=cfg -stop-after=cfg %t.o | FileCheck %s
# RUN: bpf-aot -target mipsel -prog-type raw %t.o -S -o - | FileCheck %s --check-prefix=CODE
.text
.globl dead
.type dead,@function
dead:
    r0 = 1
    exit
    r0 = 4660
    exit
# CHECK: block 1: insns 2..3 unreachable
# CODE-NOT: 4660
