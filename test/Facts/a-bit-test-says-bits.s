# JSET not taken: none of the bits is set; taken with one bit: it is.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = *(u8 *)(r1 + 0)
    if r3 & 0xf8 goto set
    r0 = r3
set:
    r4 = *(u8 *)(r1 + 1)
    if r4 & 0x40 goto bit
    exit
bit:
    r0 = r4
    exit
# CHECK: r0 = r3 ; r3=scalar[0,7]
# CHECK: r0 = r4 ; r4=scalar[64,255] bits(0x40;0xbf)
