# libbpf has maps for .data, .rodata and .bss only.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: data outside of .data, .rodata and .bss ('value' in section mine): not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = value ll
    r0 = 0
    exit
    .section mine,"aw",@progbits
    .globl value
value:
    .8byte 0
