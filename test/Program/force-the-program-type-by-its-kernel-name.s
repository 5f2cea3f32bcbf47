# -prog-type takes a section name or the kernel's name of the type, in any case.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type=Xdp -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section "nonsense", type XDP
    .section nonsense,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 0
    exit
