# Each reads the fifth byte of the packet, unchecked.
.macro program section name offset
.section \section,"ax",@progbits
.globl \name
.type \name,@function
\name:
    r2 = *(u32 *)(r1 + \offset)
    r0 = *(u8 *)(r2 + 4)
    exit
.endm
program xdp xdp_byte 0
program tc tc_byte 76
program cgroup_skb/ingress cgroup_byte 76
