# Bytes of a constant are found again in the byte order of the object, and half of it after the
# other half was overwritten.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.el.o | FileCheck %s --check-prefixes=LITTLE,ALL --allow-unused-prefixes
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -prog-type raw -print=facts -stop-after=facts %t.eb.o | FileCheck %s --check-prefixes=BIG,ALL --allow-unused-prefixes
.text
.globl parts
.type parts,@function
parts:
    r3 = 0x1122334455667788 ll
    *(u64 *)(r10 - 8) = r3
    r4 = *(u32 *)(r10 - 8)
    r0 = r4
    r4 = *(u16 *)(r10 - 6)
    r0 = r4
    r4 = *(u8 *)(r10 - 8)
    r0 = r4
    *(u32 *)(r10 - 8) = r2
    r4 = *(u32 *)(r10 - 4)
    r0 = r4
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    exit
# LITTLE: r0 = r4 ; r4=scalar=1432778632
# LITTLE: r0 = r4 ; r4=scalar=21862
# LITTLE: r0 = r4 ; r4=scalar=136
# LITTLE: r0 = r4 ; r4=scalar=287454020
# LITTLE: r0 = r4 ; r4=scalar{{$}}
# BIG: r0 = r4 ; r4=scalar=287454020
# BIG: r0 = r4 ; r4=scalar=13124
# BIG: r0 = r4 ; r4=scalar=17
# BIG: r0 = r4 ; r4=scalar=1432778632
# BIG: r0 = r4 ; r4=scalar{{$}}
