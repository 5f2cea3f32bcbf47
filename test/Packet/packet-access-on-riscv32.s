# LD_ABS and LD_IND read numbers in network byte order; outside of the packet the function ends
# with 0 (RFC 9669, 5.4). The offset of LD_IND has 32 bits.
# REQUIRES: qemu-riscv32
# RUN: llvm-mc -triple=%bpf-triple-riscv32 -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot-run -target riscv32 %t.o -prog absolute -packet 000102030405060708090a0b0800450f -json | FileCheck %s --check-prefix=ABS
# RUN: bpf-aot-run -target riscv32 %t.o -prog indirect -packet 000102030405060708090a0b0800450f -json | FileCheck %s --check-prefix=IND
# RUN: bpf-aot-run -target riscv32 %t.o -prog outside -packet 000102030405060708090a0b0800450f -json | FileCheck %s --check-prefix=OUT
# RUN: bpf-aot-run -target riscv32 %t.o -prog subprogram -packet 000102030405060708090a0b0800450f -json | FileCheck %s --check-prefix=SUB
# RUN: bpf-aot-run -target riscv32 %t.o -prog network -packet 000102030405060708090a0b0800450f -json | FileCheck %s --check-prefix=NET
.section socket,"ax"
.globl absolute
.type absolute,@function
absolute:
    r6 = r1
    r0 = *(u16 *)skb[12]
    r7 = r0
    r0 = *(u8 *)skb[15]
    r7 += r0
    r0 = *(u32 *)skb[0]
    r0 += r7
    exit
# 0x0800 + 0x0f + 0x00010203
# ABS: {"retval":68114,
.globl indirect
.type indirect,@function
indirect:
    r6 = r1
    r2 = 0x100000008 ll
    r0 = *(u16 *)skb[r2]
    exit
# 0x0809
# IND: {"retval":2057,
.globl outside
.type outside,@function
outside:
    r6 = r1
    r0 = *(u32 *)skb[13]
    r0 = 7
    exit
# OUT: {"retval":0,
.globl subprogram
.type subprogram,@function
subprogram:
    call inner
    r0 += 40
    exit
# The subprogram ends with 0, not its caller.
# SUB: {"retval":40,
.type inner,@function
inner:
    r6 = r1
    r0 = *(u8 *)skb[16]
    r0 = 2
    exit
.globl network
.type network,@function
network:
    r6 = r1
    r0 = *(u8 *)skb[-0x100000]
    exit
# 0x45, the first byte behind the Ethernet header
# NET: {"retval":69,
