# A spill stores the ptr and a zero upper half, so that the fill needs no conversion and SROA can
# turn the slot into a register; on big-endian targets the pointer is the second word.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.el.o -o - | FileCheck %s --check-prefixes=CHECK,EL
# RUN: bpf-aot -target mips -emit-llvm=raw %t.eb.o -o - | FileCheck %s --check-prefixes=CHECK,EB
# RUN: bpf-aot -target mipsel -unproven=trust -emit-llvm %t.el.o -o - | FileCheck %s --check-prefix=OPT
.section xdp,"ax"
.globl spill
.type spill,@function
spill:
    r6 = *(u32 *)(r1 + 0)
    *(u64 *)(r10 - 8) = r6
    call 5
    r2 = *(u64 *)(r10 - 8)
    r0 = *(u8 *)(r2 + 0)
    exit
# EL: store ptr %r6.0, ptr %frame
# EL: store i32 0, ptr %{{[0-9]+}}
# EB: store ptr %r6.0, ptr %{{[0-9]+}}
# EB: store i32 0, ptr %frame
# CHECK: load ptr
# OPT-NOT: alloca
# OPT: load i8, ptr %r6.0
