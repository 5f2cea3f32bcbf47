# The frames of a chain of calls have 512 bytes in all, rounded up to 16 each (kernel:
# check_max_stack_depth); a guarded program only has to end, which eight frames do.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -unproven=error -prog deep %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=DEEP
# RUN: bpf-aot -target mipsel -unproven=error -prog full %t.o -o %t.out
# RUN: bpf-aot -target mipsel -prog deep %t.o -o %t.out
# RUN: not bpf-aot -target mipsel -unproven=error -prog tail %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=TAIL
# RUN: not bpf-aot -target mipsel -unproven=error -prog round %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=ROUND
# RUN: bpf-aot -target mipsel -prog round %t.o -o %t.out
.section xdp,"ax",@progbits
.macro program name bytes callee
.globl \name
.type \name,@function
\name:
    r6 = r1
    *(u64 *)(r10 - \bytes) = 1
    call \callee
    r0 = 0
    exit
.endm
program deep 296 below
program full 288 below
program tail 256 jump
.globl round
.type round,@function
round:
    r1 = again ll
    call once
    r0 = 0
    exit

.text
.type below,@function
below:
    *(u64 *)(r10 - 216) = 1
    r0 = 0
    exit
.type once,@function
once:
    r2 = r1
    callx r2
    exit
.type again,@function
again:
    r1 = again ll
    call once
    exit
.type jump,@function
jump:
    r2 = programs ll
    r3 = 0
    call 12
    r0 = 0
    exit

.section maps,"aw",@progbits
.globl programs
.type programs,@object
.size programs, 20
programs:
    .long 3, 4, 4, 1, 0
# DEEP: xdp+0: error: combined stack size of 2 calls is 528. Too large
# TAIL: error: tail_calls are not allowed when call stack of previous frames is 256 bytes. Too large
# ROUND: xdp+{{[0-9]+}}: error: the call stack of 9 frames is too deep
