# -remarks tells how many divisions became narrow and which loops are not proven to end.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel %t.o -remarks -o %t.out 2>&1 | FileCheck %s
# RUN: bpf-aot -target mipsel %t.o -prog divides -facts=off -remarks -o %t.out 2>&1 | FileCheck %s --check-prefix=OFF
.section xdp,"ax",@progbits
.macro program name
.globl \name
.type \name,@function
\name:
.endm
# The first has two operands of 32 bits; the other's dividend may have 64.
# CHECK: remark: divides: {{.*}} 1 divisions narrowed, 0 pointers kept where ways meet, 0 loops not proven to end
# OFF: remark: divides: {{.*}} 0 divisions narrowed
program divides
    call 7
    r6 = r0
    call 5
    w1 = w6
    r1 /= 10
    r0 %= 10
    r0 += r1
    exit

# CHECK: remark: ends: {{.*}} 0 loops not proven to end
program ends
    r0 = 0
more:
    r0 += 1
    if r0 != 10 goto more
    exit

# No counter of it is bounded: the step may be 0.
# CHECK: remark: may_not_end: {{.*}} 1 loops not proven to end
program may_not_end
    call 7
    r6 = r0
    r6 &= 1
    r0 = 0
again:
    r0 += r6
    if r0 != 10 goto again
    exit
