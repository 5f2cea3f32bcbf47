# Nobody writes to .rodata: a load at a known offset is the number in it, in the byte order of the
# object; .data is not known, nor is what holds an address.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.el.o | FileCheck %s --check-prefixes=LITTLE,ALL --allow-unused-prefixes
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -print=facts -stop-after=facts %t.eb.o | FileCheck %s --check-prefixes=BIG,ALL --allow-unused-prefixes
.section xdp,"ax"
.globl loads
.type loads,@function
loads:
    r3 = table ll
    r4 = *(u32 *)(r3 + 4)
    r0 = r4
    r4 = *(u8 *)(r3 + 0)
    r0 = r4
    r4 = *(s16 *)(r3 + 8)
    r0 = r4
    r4 = *(u64 *)(r3 + 16)
    r0 = r4
    r3 = counter ll
    r4 = *(u32 *)(r3 + 0)
    r0 = r4
    r0 = 0
    exit
# LITTLE: r0 = r4 ; r4=scalar=9
# LITTLE: r0 = r4 ; r4=scalar=7
# BIG: r0 = r4 ; r4=scalar=9
# BIG: r0 = r4 ; r4=scalar=0
# ALL: r0 = r4 ; r4=scalar=18446744073709551614
# ALL: r0 = r4 ; r4=scalar{{$}}
# ALL: r0 = r4 ; r4=scalar[0,4294967295]
.section .rodata,"a",@progbits
.p2align 3
table:
    .4byte 7, 9
    .2byte -2, 0, 0, 0
    .8byte table
.data
.p2align 3
.globl counter
counter:
    .4byte 7
