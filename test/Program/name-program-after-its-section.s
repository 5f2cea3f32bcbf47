# Objects of old compilers may have no symbol at all for a program.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program xdp_one_prog: section "xdp/one", type XDP
    .section xdp/one,"ax",@progbits
    r0 = 0
    exit
