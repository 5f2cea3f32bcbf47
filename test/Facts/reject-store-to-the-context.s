# xdp_md is read-only for programs; a silent store would hit the runtime's struct.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section xdp,"ax"
.globl odd
.type odd,@function
odd:
    r0 = 0
    *(u32 *)(r1 + 12) = r0
    exit
# CHECK: xdp+1: error: xdp program: no 4-byte store at offset 12 of the context: field 'ingress_ifindex' is read-only (contexts.def)
