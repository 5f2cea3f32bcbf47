# RISC-V: accesses that are cut into parts read and write what whole ones do, at every place modulo 8.
# Each place leaves a bit in r0 where what it read, or wrote and read again, is not what stood there.
# REQUIRES: qemu-riscv64
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target riscv64 -prog-type raw -unproven=trust -S %t.o -o - | FileCheck %s --check-prefix=CUT
# RUN: bpf-aot-run -target x86-64 -prog-type raw -unproven=trust -mem 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 %t.o | FileCheck %s
# RUN: bpf-aot-run -target riscv64 -prog-type raw -unproven=trust -mem 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 %t.o | FileCheck %s
.text
.globl places
.type places,@function
places:
    r0 = 0
    r8 = 0x8877665544332211 ll
    r2 = *(u64 *)(r1 + 1)
    r3 = 0x908070605040302 ll
    if r2 == r3 goto +1
    r0 |= 0x1
    r2 = *(u64 *)(r1 + 2)
    r3 = 0xa09080706050403 ll
    if r2 == r3 goto +1
    r0 |= 0x2
    r2 = *(u64 *)(r1 + 3)
    r3 = 0xb0a090807060504 ll
    if r2 == r3 goto +1
    r0 |= 0x4
    r2 = *(u64 *)(r1 + 4)
    r3 = 0xc0b0a0908070605 ll
    if r2 == r3 goto +1
    r0 |= 0x8
    r2 = *(u64 *)(r1 + 5)
    r3 = 0xd0c0b0a09080706 ll
    if r2 == r3 goto +1
    r0 |= 0x10
    r2 = *(u64 *)(r1 + 6)
    r3 = 0xe0d0c0b0a090807 ll
    if r2 == r3 goto +1
    r0 |= 0x20
    r2 = *(u64 *)(r1 + 7)
    r3 = 0xf0e0d0c0b0a0908 ll
    if r2 == r3 goto +1
    r0 |= 0x40
    r2 = *(u32 *)(r1 + 1)
    r3 = 0x5040302 ll
    if r2 == r3 goto +1
    r0 |= 0x80
    r2 = *(u32 *)(r1 + 2)
    r3 = 0x6050403 ll
    if r2 == r3 goto +1
    r0 |= 0x100
    r2 = *(u32 *)(r1 + 3)
    r3 = 0x7060504 ll
    if r2 == r3 goto +1
    r0 |= 0x200
    *(u64 *)(r1 + 9) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x7766554433221109 ll
    if r2 == r3 goto +1
    r0 |= 0x400
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817161514131288 ll
    if r2 == r3 goto +1
    r0 |= 0x800
    *(u64 *)(r1 + 10) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x6655443322111109 ll
    if r2 == r3 goto +1
    r0 |= 0x1000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817161514138877 ll
    if r2 == r3 goto +1
    r0 |= 0x2000
    *(u64 *)(r1 + 11) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x5544332211111109 ll
    if r2 == r3 goto +1
    r0 |= 0x4000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817161514887766 ll
    if r2 == r3 goto +1
    r0 |= 0x8000
    *(u64 *)(r1 + 12) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x4433221111111109 ll
    if r2 == r3 goto +1
    r0 |= 0x10000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817161588776655 ll
    if r2 == r3 goto +1
    r0 |= 0x20000
    *(u64 *)(r1 + 13) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x3322111111111109 ll
    if r2 == r3 goto +1
    r0 |= 0x40000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817168877665544 ll
    if r2 == r3 goto +1
    r0 |= 0x80000
    *(u64 *)(r1 + 14) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x2211111111111109 ll
    if r2 == r3 goto +1
    r0 |= 0x100000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1817887766554433 ll
    if r2 == r3 goto +1
    r0 |= 0x200000
    *(u64 *)(r1 + 15) = r8
    r2 = *(u64 *)(r1 + 8)
    r3 = 0x1111111111111109 ll
    if r2 == r3 goto +1
    r0 |= 0x400000
    r2 = *(u64 *)(r1 + 16)
    r3 = 0x1888776655443322 ll
    if r2 == r3 goto +1
    r0 |= 0x800000
    exit
# CUT: lwu
# CHECK: r0 = 0x0{{ *$}}
