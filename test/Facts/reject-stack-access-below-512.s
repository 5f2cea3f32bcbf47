# The frame of BPF has 512 bytes (kernel: MAX_BPF_STACK).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -prog-type raw %t.o -o %t.out 2>&1 | FileCheck %s
.text
.globl deep
.type deep,@function
deep:
    r0 = 0
    *(u64 *)(r10 - 520) = r0
    exit
# CHECK: .text+1: error: stack access at r10-520 is outside the frame of 512 bytes
