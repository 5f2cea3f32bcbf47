# Known, but this version has no context for it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: kprobe: error: program type KPROBE (section kprobe) is not supported by this version
    .section kprobe,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
