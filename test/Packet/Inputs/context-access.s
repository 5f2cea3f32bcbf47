# Each program answers with one access to a context that -ctx has filled.
.macro program name, section
    .section \section,"ax"
    .globl \name
    .type \name,@function
\name:
.endm

program mark_bytes, tc
    r2 = *(u8 *)(r1 + 8)
    r3 = *(u8 *)(r1 + 9)
    r4 = *(u8 *)(r1 + 10)
    r5 = *(u8 *)(r1 + 11)
    r0 = r2
    r0 <<= 8
    r0 |= r3
    r0 <<= 8
    r0 |= r4
    r0 <<= 8
    r0 |= r5
    exit

program mark_halves, tc
    r0 = *(u16 *)(r1 + 8)
    r2 = *(u16 *)(r1 + 10)
    r0 <<= 16
    r0 |= r2
    exit

program mark_signed, tc
    r0 = *(s8 *)(r1 + 9)
    r2 = *(s16 *)(r1 + 8)
    r0 += r2
    exit

program time_low, tc
    r2 = *(u64 *)(r1 + 152)
    r0 = r2
    exit

program time_high, tc
    r2 = *(u64 *)(r1 + 152)
    r2 >>= 32
    r0 = r2
    exit

program cb_written, tc
    r2 = 0x1122334455667788 ll
    *(u64 *)(r1 + 48) = r2
    r3 = 0x99
    *(u8 *)(r1 + 56) = r3
    r3 = 0xaabb
    *(u16 *)(r1 + 62) = r3
    r3 = 0x12345678
    *(u32 *)(r1 + 64) = r3
    r0 = *(u64 *)(r1 + 56)
    r2 = *(u8 *)(r1 + 67)
    r0 += r2
    exit

program class, tc
    r2 = 0x12345
    *(u32 *)(r1 + 72) = r2
    *(u32 *)(r1 + 12) = r2
    *(u32 *)(r1 + 44) = 0x23456
    r0 = *(u32 *)(r1 + 72)
    r0 <<= 16
    r2 = *(u32 *)(r1 + 12)
    r0 |= r2
    exit
