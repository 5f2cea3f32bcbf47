# A subprogram that calls through a pointer may move the packet: pointers into it are stale for who
# called that subprogram, too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
# CHECK: xdp+7: error: access through a pointer into the packet from before a call that moved it
.section .text,"ax"
.type middle,@function
middle:
    r2 = inner ll
    callx r2
    r0 = 0
    exit
    .size middle, .-middle
.type inner,@function
inner:
    r2 = 2
    call 44
    r0 = 0
    exit
    .size inner, .-inner
.section xdp,"ax"
.globl prog
.type prog,@function
prog:
    r6 = r1
    r7 = *(u32 *)(r6 + 0)
    r8 = *(u32 *)(r6 + 4)
    r2 = r7
    r2 += 4
    if r2 > r8 goto 1f
    call middle
    r0 = *(u8 *)(r7 + 0)
    exit
1:
    r0 = 0
    exit
    .size prog, .-prog
