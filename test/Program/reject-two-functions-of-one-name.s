# Names become symbols of the output; messages name them too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: llvm-objcopy --redefine-sym=again=same %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: two functions named 'same'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .reloc 0, R_BPF_64_32, .text
    .8byte 0xffffffff00001085
    .reloc 8, R_BPF_64_32, other_text
    .8byte 0xffffffff00001085
    exit
    .text
    .type same,@function
same:
    r0 = 0
    exit
    .section other_text,"ax",@progbits
    .type again,@function
again:
    r0 = 0
    exit
