# Names become symbols of the output; messages name them too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: llvm-objcopy --redefine-sym=again=same %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: two functions named 'same'
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call same
    call again
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
