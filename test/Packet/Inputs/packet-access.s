# SPDX-License-Identifier: Apache-2.0
# LD_ABS and LD_IND at offsets inside and outside of a packet of 16 bytes that begins with 0, 1, 2...
.section tc,"ax"
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
.globl indirect
.type indirect,@function
indirect:
    r6 = r1
    r2 = 0x100000008 ll
    r0 = *(u16 *)skb[r2]
    exit
.globl outside
.type outside,@function
outside:
    r6 = r1
    r0 = *(u32 *)skb[13]
    r0 = 7
    exit
.globl subprogram
.type subprogram,@function
subprogram:
    call inner
    r0 += 40
    exit
.globl joined
.type joined,@function
joined:
    r7 = *(u32 *)(r1 + 0)
    call inner
    if r7 == 5 goto +1
    r7 = 0
    exit
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
