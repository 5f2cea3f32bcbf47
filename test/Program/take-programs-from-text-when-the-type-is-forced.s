# Where all code is in .text, the global functions that nobody calls are programs.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type=xdp -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section ".text", type XDP
# CHECK-NOT: program
# CHECK: global helper
    .text
    .globl prog
    .type prog,@function
prog:
    call helper
    exit
    .globl helper
    .type helper,@function
helper:
    r0 = 0
    exit
