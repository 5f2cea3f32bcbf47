# A stream has no symbols: BPF_PSEUDO_FUNC says where a function starts.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: llvm-objcopy -O binary -j .text %t.o %t.bin
# RUN: bpf-aot -raw -target mipsel -print=program -stop-after=program %t.bin | FileCheck %s
# CHECK: r1 = 0x3 ll ; address of function {{.*}}_sub4
# CHECK: static {{.*}}_sub4: section "", address taken
# CHECK-NEXT: 4: r0 = 7
    .text
    .8byte 0x0000000300004118
    .8byte 0
    r0 = 0
    exit
    r0 = 7
    exit
