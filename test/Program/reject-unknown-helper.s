# A helper that the runtime lacks must be named at translation.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+1: error: helper 9999 has no row in helpers.def
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = 0
    call 9999
    r0 = 0
    exit
