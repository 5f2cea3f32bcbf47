# No insn names .bss here.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: data .data: 8 bytes
# CHECK-NEXT: 0: .rodata+8
# CHECK: data .rodata: 16 bytes
# CHECK-NEXT: 0: .bss+0
# CHECK: data .bss: 8 bytes, align {{[0-9]+}}, zero
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = value ll
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte constant+8
    .section .rodata,"a",@progbits
constant:
    .8byte target
    .8byte 0
    .bss
target:
    .zero 8
