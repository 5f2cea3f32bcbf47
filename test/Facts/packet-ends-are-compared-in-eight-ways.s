# A pointer below the end has one byte more behind it than one that is at most the end; operands may
# stand in both orders, and the other way proves nothing.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl above
.type above,@function
above:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r3 > r7 goto out_above
    r5 = r6
    r0 = 1
    exit
out_above:
    r4 = r6
    r0 = 0
    exit
# CHECK-LABEL: function above frame
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
.globl at_or_above
.type at_or_above,@function
at_or_above:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r3 >= r7 goto out_at_or_above
    r5 = r6
    r0 = 1
    exit
out_at_or_above:
    r4 = r6
    r0 = 0
    exit
# CHECK-LABEL: function at_or_above frame
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
.globl end_below
.type end_below,@function
end_below:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r7 < r3 goto out_end_below
    r5 = r6
    r0 = 1
    exit
out_end_below:
    r4 = r6
    r0 = 0
    exit
# CHECK-LABEL: function end_below frame
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
.globl end_at_or_below
.type end_at_or_below,@function
end_at_or_below:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r7 <= r3 goto out_end_at_or_below
    r5 = r6
    r0 = 1
    exit
out_end_at_or_below:
    r4 = r6
    r0 = 0
    exit
# CHECK-LABEL: function end_at_or_below frame
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
.globl below
.type below,@function
below:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r3 < r7 goto in_below
    r4 = r6
    r0 = 1
    exit
in_below:
    r5 = r6
    r0 = 0
    exit
# CHECK-LABEL: function below frame
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
.globl at_or_below
.type at_or_below,@function
at_or_below:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r3 <= r7 goto in_at_or_below
    r4 = r6
    r0 = 1
    exit
in_at_or_below:
    r5 = r6
    r0 = 0
    exit
# CHECK-LABEL: function at_or_below frame
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
.globl end_above
.type end_above,@function
end_above:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r7 > r3 goto in_end_above
    r4 = r6
    r0 = 1
    exit
in_end_above:
    r5 = r6
    r0 = 0
    exit
# CHECK-LABEL: function end_above frame
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
# CHECK: r5 = r6 ; r6=pkt+0(r=15)
.globl end_at_or_above
.type end_at_or_above,@function
end_at_or_above:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    if r7 >= r3 goto in_end_at_or_above
    r4 = r6
    r0 = 1
    exit
in_end_at_or_above:
    r5 = r6
    r0 = 0
    exit
# CHECK-LABEL: function end_at_or_above frame
# CHECK: r4 = r6 ; r6=pkt+0{{$}}
# CHECK: r5 = r6 ; r6=pkt+0(r=14)
