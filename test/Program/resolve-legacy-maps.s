# Sections maps and maps/NAME hold definitions of any size from 20 bytes; symbols may be local and untyped.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: map first: hash, key 4, value 8, max_entries 16, flags 0x1
# CHECK: map second: array, key 4, value 12, max_entries 5, flags 0x0
# CHECK: map third: array, key 4, value 4, max_entries 1, flags 0x0
# CHECK: ; map second
# CHECK: ; map third
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = second ll
    r1 = third ll
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 1, 4, 8, 16, 1, 99, 99
second:
    .4byte 2, 4, 12, 5, 0, 99, 99
    .section maps/more,"aw",@progbits
    .globl third
    .type third,@object
third:
    .4byte 2, 4, 4, 1, 0
