# w3 goes 0, -1, ... -16: as a number of 64 bits it wraps, yet it leaves the loop after 16 rounds, and what
# moves with it stays within 60 bytes. Where something else writes to it, where it is not tested right behind
# its step, or where equal does not leave the loop, its shape says nothing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl wraps
.type wraps,@function
wraps:
    r4 = r10
    w3 = 0
again:
    r0 = r4
    r4 += -4
    w3 += -1
    if w3 == -16 goto done
    goto again
done:
    exit
# CHECK-LABEL: function wraps
# CHECK: r0 = r4 ; r4=fp+[-60,0]

.globl not_its_only_writer
.type not_its_only_writer,@function
not_its_only_writer:
    r4 = r10
    w3 = 0
next:
    r0 = r4
    r4 += -4
    if r2 == 7 goto step
    w3 += 2
step:
    w3 += -1
    if w3 != -16 goto next
    exit
# CHECK-LABEL: function not_its_only_writer
# CHECK: r0 = r4 ; r4=fp+unbounded

.globl tested_on_one_way
.type tested_on_one_way,@function
tested_on_one_way:
    r4 = r10
    w3 = 0
more:
    r0 = r4
    r4 += -4
    w3 += -1
    if r2 == 7 goto more
    if w3 != -16 goto more
    exit
# CHECK-LABEL: function tested_on_one_way
# CHECK: r0 = r4 ; r4=fp+unbounded

.globl stays_inside
.type stays_inside,@function
stays_inside:
    r4 = r10
    w3 = 0
on:
    r0 = r4
    r4 += -4
    w3 += -1
    if w3 == -16 goto equal
    if r2 == 7 goto on
    exit
equal:
    if r2 == 8 goto on
    exit
# CHECK-LABEL: function stays_inside
# CHECK: r0 = r4 ; r4=fp+unbounded
