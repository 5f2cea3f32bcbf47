# What is below a register is below its greatest value, and that one is above the least.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = *(u8 *)(r1 + 0)
    r4 = *(u16 *)(r1 + 2)
    if r4 >= r3 goto other
    r0 = r4
    r0 = r3
    exit
other:
    if w4 s> 9 goto out
    r0 = r4
out:
    r0 = 0
    exit
# CHECK: r0 = r4 ; r4=scalar[0,254]
# CHECK: r0 = r3 ; r3=scalar[1,255]
# CHECK: r0 = r4 ; r4=scalar[0,9]
