# Nobody asked before whether it is there.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: call of weak symbol 'absent', which nobody defines
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    call absent
    exit
    .weak absent
