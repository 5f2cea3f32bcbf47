# Kernels print ranges of the paths that they explore. Here the sum of up to 7 bytes reaches 1785, but
# the log shows at most 255 behind the loop, because longer paths were pruned there. In the loop no path
# was pruned: what was logged is what can be.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s --check-prefix=OWN
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts -facts-file %S/Inputs/sum.facts %t.o \
# RUN:   | FileCheck %s
.section xdp,"ax"
.globl sum
.type sum,@function
sum:
    w0 = 0
    w2 = *(u32 *)(r1 + 4)
    w1 = *(u32 *)(r1 + 0)
    r3 = r1
    r3 += 8
    if r3 > r2 goto done
    r2 = *(u8 *)(r1 + 0)
    w2 &= 7
    if w2 == 0 goto done
    r4 = 1
next:
    r3 = r4
    r4 = r1
    r4 += r3
    r4 = *(u8 *)(r4 + 0)
    w0 += w4
    r4 = r3
    r4 += -1
    if r4 > 5 goto done
    r4 = r3
    r4 += 1
    if r3 < r2 goto next
done:
    w0 += 1
    exit
.size sum, . - sum
.section license,"a"
    .string "GPL"
# OWN: w0 += w4 ; r0=scalar[0,4294967295]
# CHECK: w0 += w4 ; r0=scalar[0,1530] r4=scalar[0,255]
# CHECK: w0 += 1 ; r0=scalar[0,1785]
