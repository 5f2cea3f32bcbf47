# Several programs in one section, none of them typed.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program one:
# CHECK-NEXT: 0: r0 = 1
# CHECK: program two:
# CHECK-NEXT: 2: r0 = 2
    .section xdp,"ax",@progbits
    .globl one
one:
    r0 = 1
    exit
    .globl two
two:
    r0 = 2
    exit
