# The register nibbles, off, imm and both halves of an lddw follow the byte order of the object.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.el.o | FileCheck %s
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -print=program -stop-after=program %t.eb.o | FileCheck %s
# CHECK: 0: r1 = 0x1122334455667788 ll
# CHECK: 2: w2 = 305419896
# CHECK: 3: *(u16 *)(r10 -258) = r3
# CHECK: 4: if r4 s> r5 goto +1 ; to 6
# CHECK: 5: call pc+1 ; function helper
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = 0x1122334455667788 ll
    w2 = 0x12345678
    *(u16 *)(r10 - 258) = r3
    if r4 s> r5 goto +1
    call helper
    exit
    .type helper,@function
helper:
    r0 = 0
    exit
