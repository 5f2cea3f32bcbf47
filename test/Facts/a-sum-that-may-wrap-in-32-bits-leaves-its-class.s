# w5 = w3 + 8 wraps where r3 is near 2^32: a bound of the sum is none of the number. Below that it
# is.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl wraps
.type wraps,@function
wraps:
    r3 = *(u32 *)(r1 + 0)
    r5 = r3
    w5 += 8
    if r5 > 50 goto out
    r0 = r3
    r3 = *(u16 *)(r1 + 0)
    r5 = r3
    w5 += 8
    if r5 > 50 goto out
    r0 = r3
out:
    r0 = 0
    exit
# CHECK: r0 = r3 ; r3=scalar[0,4294967295]
# CHECK: r0 = r3 ; r3=scalar[0,42]
