# A pointer that is spilled and filled keeps its kind; so does one in a callee-saved register.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl spill
.type spill,@function
spill:
    *(u64 *)(r10 - 8) = r1
    r6 = *(u32 *)(r1 + 0)
    *(u64 *)(r10 - 16) = r6
    call 5
    r1 = *(u64 *)(r10 - 8)
    r2 = *(u64 *)(r10 - 16)
    r0 = *(u32 *)(r1 + 12)
    r0 = *(u8 *)(r2 + 0)
    exit
# CHECK: function spill frame 16
# CHECK: r0 = *(u32 *)(r1 +12) ; r1=ctx+0
# CHECK: r0 = *(u8 *)(r2 +0) ; r2=pkt+0
