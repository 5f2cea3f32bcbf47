# A bpf_map_def has no BTF; only .maps is read by this version.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -stop-after=program %t.o 2>&1 | FileCheck %s
# CHECK: xdp+0: error: map definitions without BTF (bpf_map_def) ('counts' in section maps): not supported by this version
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r1 = counts ll
    r0 = 0
    exit
    .section maps,"aw",@progbits
    .globl counts
counts:
    .zero 20
