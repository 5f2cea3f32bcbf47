# The frame pointer is not written.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: r10 is read-only
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    .8byte 0x0000010000001adb # r10 = load_acquire((u64 *)(r1 + 0))
    r0 = 0
    exit
