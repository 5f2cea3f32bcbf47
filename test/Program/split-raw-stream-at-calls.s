# A bare stream has no symbols: a function starts where a call goes, as the kernel cuts it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: llvm-objcopy -O binary --only-section=.text %t.o %t.bin
# RUN: bpf-aot -target mipsel -raw -print=program -stop-after=program %t.bin | FileCheck %s
# CHECK: program prog: section "", type raw
# CHECK: 0: call pc+1 ; function prog_sub2
# CHECK: static prog_sub2
# CHECK-NEXT: 2: r0 = 0
    .text
prog:
    .8byte 0x100001085
    exit
    r0 = 0
    exit
