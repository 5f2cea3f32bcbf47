# How many bytes a helper gives is a constant, as in the kernel's verifier: the same one, or another
# one on each way. A size that comes from the packet or from a helper is refused.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=0 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -o %t.out
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=1 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -o %t.out
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=2 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -o %t.out
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=3 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.bad 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=4 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.bad 2>&1 | FileCheck %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=5 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.bad 2>&1 | FileCheck %s
# CHECK: xdp+{{.*}}: error: r2 of helper ringbuf_reserve is not a constant
.section maps,"aw"
.globl ring
.type ring,@object
ring:
    .long 27, 0, 0, 4096, 0
    .size ring, 20
.section xdp,"ax"
.globl reserves
.type reserves,@function
reserves:
    r6 = r1
    call 7
    r7 = r0
    r2 = 16
.if CASE == 1 # 16 or 24
    if r7 > 5 goto 1f
    r3 = 8
    r2 += r3
1:
.elseif CASE == 2 # told by comparisons
    r2 = r7
    if r2 == 16 goto 1f
    if r2 == 24 goto 1f
    goto .Lend
1:
.elseif CASE == 3
    r2 = r7
    r2 &= 31
.elseif CASE == 4 # 16, or what the context says
    if r7 > 5 goto 1f
    r2 = *(u32 *)(r6 + 12)
1:
.elseif CASE == 5 # by a loop whose step is not known
    r7 &= 12
1:
    r2 += r7
    if r2 < 64 goto 1b
.endif
    r1 = ring ll
    r3 = 0
    call 131
    if r0 == 0 goto .Lend
    r1 = r0
    r2 = 0
    call 132
.Lend:
    r0 = 0
    exit
