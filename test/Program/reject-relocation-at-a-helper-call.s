# A helper call has its number in imm; a symbol contradicts it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: relocation against 'value' at a helper call
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .reloc 0, R_BPF_64_32, value
    call 5
    r0 = 0
    exit
    .data
    .globl value
value:
    .8byte 0
