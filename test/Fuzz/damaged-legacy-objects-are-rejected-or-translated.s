# Objects without types, sizes and BTF leave the most to be found out.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: %python %src_dir/test/Fuzz/mutate.py -seed 1 -count 200 %t.o -- bpf-aot -target mipsel -print=program -stop-after=program
    .section xdp,"ax",@progbits
    .globl prog
prog:
    r1 = second ll
    .8byte 0x0000000300001085
    call helper
    r0 = 0
    exit
    r0 = 1
    exit
    .text
    r0 = 0
    exit
helper:
    r0 = 2
    exit
    .section maps,"aw",@progbits
first:
    .4byte 1, 4, 8, 16, 1, 99, 99
second:
    .4byte 2, 4, 12, 5, 0
