# A map handle is an address of the runtime: anything else in its place would crash there.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
.section xdp,"ax"
.globl nomap
.type nomap,@function
nomap:
    r2 = r10
    r2 += -8
    r1 = 0
    call 1
    r0 = 0
    exit
# CHECK: xdp+3: error: r1 of helper map_lookup_elem is not a map
