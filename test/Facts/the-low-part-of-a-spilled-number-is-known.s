# The bytes of a number of 8 bytes that a narrow load takes are the low ones, or the high ones, by
# the byte order of the object.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.el.o | FileCheck %s --check-prefixes=LITTLE,ALL --allow-unused-prefixes
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -prog-type raw -print=facts -stop-after=facts %t.eb.o | FileCheck %s --check-prefixes=BIG,ALL --allow-unused-prefixes
.text
.globl low
.type low,@function
low:
    r3 = *(u16 *)(r1 + 0)
    *(u64 *)(r10 - 8) = r3
    r4 = *(u32 *)(r10 - 8)
    r0 = r4
    r4 = *(u32 *)(r10 - 4)
    r0 = r4
    exit
# LITTLE: r0 = r4 ; r4=scalar[0,65535]
# LITTLE: r0 = r4 ; r4=scalar=0{{$}}
# BIG: r0 = r4 ; r4=scalar=0{{$}}
# BIG: r0 = r4 ; r4=scalar[0,65535]
