# Code that belongs to no function cannot be translated.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp: error: executable section without a function symbol
    .section xdp,"ax",@progbits
label:
    r0 = 0
    exit
