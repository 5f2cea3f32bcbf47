# Five numbers are everywhere the same; the distance of the symbols is what a definition takes.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.o | FileCheck %s
# CHECK: map first: type 1 (hash), key 4, value 8, max_entries 16, flags 0x1
# CHECK: map second: type 2 (array), key 4, value 12, max_entries 5, flags 0x0
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
    .section maps,"aw",@progbits
first:
    .4byte 1, 4, 8, 16, 1, 99, 99
second:
    .4byte 2, 4, 12, 5, 0
