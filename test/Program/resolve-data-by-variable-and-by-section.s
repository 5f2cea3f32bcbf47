# clang relocates against the variable or, for static ones, against the section with the offset in imm.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: data .data: 16 bytes, align 8{{$}}
# CHECK: data .rodata.str1.1: 3 bytes, align 1, read-only{{$}}
# CHECK: data .bss: 24 bytes, align 8, zero
# CHECK: .data+8
# CHECK: .rodata.str1.1+1
# CHECK: .bss+16
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = variable ll
    r2 = text+1 ll
    r3 = zeros+16 ll
    r0 = 0
    exit
    .data
    .p2align 3
    .8byte 1
    .globl variable
variable:
    .8byte 2
    .section .rodata.str1.1,"aMS",@progbits,1
text:
    .asciz "hi"
    .bss
    .p2align 3
    .globl zeros
zeros:
    .zero 24
