# Registers and stack bytes that nobody wrote read as 0 in translated code, and are marked: a
# verifier refuses to read them. Calls leave r1 to r5 so.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl zeros
.type zeros,@function
zeros:
    r0 = r7
    r4 = *(u64 *)(r10 - 8)
    r0 = r4
    r3 = *(u8 *)(r1 + 0)
    *(u8 *)(r10 - 8) = r3
    r4 = *(u32 *)(r10 - 4)
    r0 = r4
    r6 = *(u8 *)(r1 + 0)
    call 5
    r0 = r1
    r8 = 5
    if r6 == 3 goto joined
    r8 = r7
joined:
    r0 = r8
    exit
# CHECK: r0 = r7 ; r7=scalar=0 undefined
# CHECK: r0 = r4 ; r4=scalar=0 undefined
# CHECK: r0 = r4 ; r4=scalar=0 undefined
# CHECK: r0 = r1 ; r1=scalar=0 undefined
# CHECK: r0 = r8 ; r8=scalar[0,5]{{.*}} undefined
