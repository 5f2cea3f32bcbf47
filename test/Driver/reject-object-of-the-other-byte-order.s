# Constants and layouts in an object are of its byte order: it cannot serve the other one.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: not bpf-aot -target mips -prog-type raw %t.el.o -o %t.out 2>&1 | FileCheck %s --check-prefix=EL
# RUN: not bpf-aot -target mipsel -prog-type raw %t.eb.o -o %t.out 2>&1 | FileCheck %s --check-prefix=EB
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
# EL: error: the object is little-endian, target mips is big-endian; compile it with -target bpfeb
# EB: error: the object is big-endian, target mipsel is little-endian; compile it with -target bpfel
