# xdp_adjust_head moves the packet: pointers from before, spilled ones too, lead nowhere; so does a
# subprogram that calls it, not one that does not (kernel: clear_all_pkt_pointers).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl moves
.type moves,@function
moves:
    r6 = r1
    r7 = *(u32 *)(r1 + 0)
    *(u64 *)(r10 - 8) = r7
    r2 = 0
    call 44
    r3 = r7
    r4 = *(u64 *)(r10 - 8)
    r3 = r4
    r3 = *(u32 *)(r6 + 0)
    r0 = r3
    r0 = 0
    exit
# CHECK-LABEL: function moves frame
# CHECK: r3 = r7 ; r7=stale
# CHECK: r3 = r4 ; r4=stale
# CHECK: r0 = r3 ; r3=pkt+0{{$}}
.globl calls
.type calls,@function
calls:
    r6 = r1
    r7 = *(u32 *)(r1 + 0)
    call harmless
    r3 = r7
    r1 = r6
    call mover
    r3 = r7
    r0 = 0
    exit
# CHECK-LABEL: function calls frame
# CHECK: r3 = r7 ; r7=pkt+0
# CHECK: r3 = r7 ; r7=stale
.text
.type harmless,@function
harmless:
    r0 = r1
    r0 = 1
    exit
.type mover,@function
mover:
    r2 = 0
    call 44
    r0 = 0
    exit
