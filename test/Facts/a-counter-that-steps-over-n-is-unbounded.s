# 0, 3, 6 is 64 only after it has wrapped, and 0, 4, 8 never is 62: no bound, and the second loop
# has no end.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl prog
.type prog,@function
prog:
    r3 = 0
    r4 = 0
    r0 = 0
next:
    r0 += r4
    r4 += 3
    if r4 != 64 goto next
again:
    r0 += r3
    r3 += 4
    if r3 != 62 goto again
    r0 = 77
    exit
# CHECK: r0 += r4 ; {{.*}} r4=scalar{{$}}
# CHECK: r0 += r3 ; {{.*}} r3=scalar[0,18446744073709551612]{{.*}} bits(0x0;0xfffffffffffffffc)
# CHECK-NOT: r0 = 77
