# Two pointers of one kind stay one with both offsets; of two kinds they are memory somewhere; the
# frame pointer and a number are a number.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl meet
.type meet,@function
meet:
    r6 = *(u32 *)(r1 + 0)
    r2 = *(u32 *)(r1 + 12)
    r7 = table ll
    r8 = r10
    r3 = r10
    r3 += -16
    r4 = r10
    r5 = r6
    if r2 == 1 goto +7
    r3 += 8
    r4 = 77
    r5 += 6
    r6 = r7
    r9 = r8
    r8 = 0
    r9 = 0
    r0 = r3
    r0 = r4
    r0 = r5
    r0 = r6
    r0 = 0
    exit
# CHECK: r0 = r3 ; r3=fp+[-16,-8]
# CHECK: r0 = r4 ; r4=scalar{{$}}
# CHECK: r0 = r5 ; r5=pkt+[0,6]
# CHECK: r0 = r6 ; r6=mem+0
.section .rodata,"a",@progbits
table:
    .8byte 1
