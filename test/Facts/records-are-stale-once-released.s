# Once a record of a ring buffer is submitted, all of its copies, spilled ones too, lead nowhere;
# other records stay (kernel: release_reference).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section maps,"aw"
.globl ring
.type ring,@object
ring:
    .long 27, 0, 0, 4096, 0
    .size ring, 20
.section xdp,"ax"
.globl submits
.type submits,@function
submits:
    r1 = ring ll
    r2 = 24
    r3 = 0
    call 131
    if r0 == 0 goto 1f
    r6 = r0
    *(u64 *)(r10 - 8) = r6
    r1 = ring ll
    r2 = 16
    r3 = 0
    call 131
    if r0 == 0 goto 2f
    r7 = r0
    *(u64 *)(r6 + 16) = 1
    r1 = r6
    r2 = 0
    call 132
    r3 = r6
    r4 = *(u64 *)(r10 - 8)
    r3 = r4
    *(u64 *)(r7 + 8) = 1
    r1 = r7
    r2 = 0
    call 133
    r3 = r7
1:
    r0 = 0
    exit
2:
    r1 = r6
    r2 = 0
    call 133
    r0 = 0
    exit
# CHECK-LABEL: function submits frame
# CHECK: r3 = r6 ; r6=stale
# CHECK: r3 = r4 ; r4=stale
# CHECK: *(u64 *)(r7 +8) = 1 ; r7=mem+0
# CHECK: r3 = r7 ; r7=stale
