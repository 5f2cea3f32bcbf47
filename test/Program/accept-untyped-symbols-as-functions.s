# Objects of old compilers and assemblers have no STT_FUNC: a global label is a function then.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program prog: section "xdp", type XDP
# CHECK: program other: section "xdp", type XDP
    .section xdp,"ax",@progbits
    .globl prog
prog:
.Llocal:
    r0 = 0
    exit
    .globl other
other:
    r0 = 0
    exit
