# Without BTF there is no section to ask for.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: r1 = 0x0 ll
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = absent ll
    r0 = 0
    exit
    .weak absent
