# A context field is read as wide as the kernel allows and no other way.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s -DO=%t.o
.section xdp,"ax"
.globl odd
.type odd,@function
odd:
    r0 = *(u16 *)(r1 + 12)
    exit
# CHECK: [[O]]: xdp+0: error: xdp program: no 2-byte load at offset 12 of the context: field 'ingress_ifindex' takes 4-byte loads (contexts.def)
