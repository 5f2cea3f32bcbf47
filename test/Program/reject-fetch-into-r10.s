# A fetching operation writes its source.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: r10 is read-only
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x00000001fff8a1db # r10 = atomic_fetch_add((u64 *)(r1 - 8), r10)
    r0 = 0
    exit
