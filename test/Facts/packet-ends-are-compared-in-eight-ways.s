# A pointer below the end has one byte more behind it than one that is at most the end; operands may
# stand in both orders, and the other way proves nothing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s

# r4 is set where the condition holds, r5 where it does not.
.macro compare name, condition
    .globl \name
    .type \name,@function
\name:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if \condition goto holds_\name
    r5 = r6
    r0 = 1
    exit
holds_\name:
    r4 = r6
    r0 = 0
    exit
.endm

.section xdp,"ax"
compare above, "r3 > r7"
# CHECK-LABEL: function above frame
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
compare at_or_above, "r3 >= r7"
# CHECK-LABEL: function at_or_above frame
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
compare end_below, "r7 < r3"
# CHECK-LABEL: function end_below frame
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
compare end_at_or_below, "r7 <= r3"
# CHECK-LABEL: function end_at_or_below frame
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
compare below, "r3 < r7"
# CHECK-LABEL: function below frame
# CHECK: r5 = r6 ; r6=pkt+0{{$}}
# CHECK: r4 = r6 ; r6=pkt+0(r=15)
compare at_or_below, "r3 <= r7"
# CHECK-LABEL: function at_or_below frame
# CHECK: r5 = r6 ; r6=pkt+0{{$}}
# CHECK: r4 = r6 ; r6=pkt+0(r=14)
compare end_above, "r7 > r3"
# CHECK-LABEL: function end_above frame
# CHECK: r5 = r6 ; r6=pkt+0{{$}}
# CHECK: r4 = r6 ; r6=pkt+0(r=15)
compare end_at_or_above, "r7 >= r3"
# CHECK-LABEL: function end_at_or_above frame
# CHECK: r5 = r6 ; r6=pkt+0{{$}}
# CHECK: r4 = r6 ; r6=pkt+0(r=14)
