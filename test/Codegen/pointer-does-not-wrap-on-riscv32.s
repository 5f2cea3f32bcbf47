# The executed form of pointer-that-may-wrap-is-compared-in-64-bits.s: the kernel answers 1 for an
# offset of 0xffffffff, a pointer that wraps answers 2. An offset of 3 stays inside: 2.
# REQUIRES: qemu-riscv32
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot-run -target riscv32 %t.o -packet ffffffff00112233445566778899 -json | FileCheck %s --check-prefix=FAR
# RUN: bpf-aot-run -target riscv32 %t.o -packet 0300000000112233445566778899 -json | FileCheck %s --check-prefix=NEAR
.section xdp,"ax"
.globl wrap
.type wrap,@function
wrap:
    r2 = *(u32 *)(r1 + 4)
    r3 = *(u32 *)(r1 + 0)
    r4 = r3
    r4 += 4
    r0 = 0
    if r4 > r2 goto +5
    r5 = *(u32 *)(r3 + 0)
    r3 += r5
    r0 = 1
    if r3 > r2 goto +1
    r0 = 2
    exit
# FAR: {"retval":1,
# NEAR: {"retval":2,
