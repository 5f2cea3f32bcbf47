# An access that no row of contexts.def has says which, by program type, offset and width.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -prog beyond %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=BEYOND
# RUN: not bpf-aot -target mipsel -prog before %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=BEFORE
# RUN: not bpf-aot -target mipsel -prog odd %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=ODD
# RUN: not bpf-aot -target mipsel -prog across %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=ACROSS
.section xdp,"ax"
.globl beyond
.type beyond,@function
beyond:
    r0 = *(u32 *)(r1 + 24)
    exit
# BEYOND: xdp+0: error: xdp program: no 4-byte load at offset 24 of the context (contexts.def)
.section tc,"ax"
.globl before
.type before,@function
before:
    r0 = *(u8 *)(r1 - 1)
    exit
# BEFORE: tc+0: error: tc program: no 1-byte load at offset -1 of the context (contexts.def)
.section lwt_xmit,"ax"
.globl odd
.type odd,@function
odd:
    r0 = 0
    *(u16 *)(r1 + 49) = r0
    exit
# ODD: lwt_xmit+1: error: lwt program: no 2-byte store at offset 49 of the context: field 'cb' takes aligned stores of 1 to 8 bytes (contexts.def)
.section classifier,"ax"
.globl across
.type across,@function
across:
    r0 = *(u64 *)(r1 + 64)
    exit
# ACROSS: classifier+0: error: tc program: no 8-byte load at offset 64 of the context: field 'cb' takes aligned loads of 1 to 8 bytes (contexts.def)
