# Two stores of 4 bytes are one load of 8, in the byte order of the object.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.el.o | FileCheck %s --check-prefixes=LITTLE,ALL --allow-unused-prefixes
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -prog-type raw -print=facts -stop-after=facts %t.eb.o | FileCheck %s --check-prefixes=BIG,ALL --allow-unused-prefixes
.text
.globl halves
.type halves,@function
halves:
    w3 = 5
    *(u32 *)(r10 - 8) = w3
    w3 = 1
    *(u32 *)(r10 - 4) = w3
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    exit
# LITTLE: r0 = r4 ; r4=scalar=4294967301
# BIG: r0 = r4 ; r4=scalar=21474836481
