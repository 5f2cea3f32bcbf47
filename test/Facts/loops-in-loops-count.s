# Both counters are bounded, in the inner loop too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r0 = 0
outer:
    r4 = 0
inner:
    r0 += r3
    r0 += r4
    r4 += 1
    if r4 != 16 goto inner
    r3 += 1
    if r3 != 8 goto outer
    exit
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,7]
# CHECK: r0 += r4 ; {{.*}} r4=scalar[0,15]
