# The condition must be about the address.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+3: error: call of weak symbol 'absent', which nobody defines
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r2 = absent ll
    if r1 == 0 goto +1
    call absent
    r0 = 0
    exit
    .weak absent
