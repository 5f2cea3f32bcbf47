    .section xdp,"ax",@progbits
    .globl divide
    .type divide,@function
divide:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 2
    r0 = 0
    if r4 > r3 goto no_divisor
    r0 = *(u8 *)(r2 + 0)
    r0 += -128
    r1 = *(u8 *)(r2 + 1)
    r0 s/= r1
no_divisor:
    exit
    .size divide, .-divide

    .globl modulo
    .type modulo,@function
modulo:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 2
    r0 = 0
    if r4 > r3 goto no_modulus
    r0 = *(u8 *)(r2 + 0)
    w0 += -128
    r1 = *(u8 *)(r2 + 1)
    w0 s%= w1
no_modulus:
    exit
    .size modulo, .-modulo

    .globl extend
    .type extend,@function
extend:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 1
    r0 = 0
    if r4 > r3 goto no_byte
    r1 = *(u8 *)(r2 + 0)
    r0 = (s8)r1
no_byte:
    exit
    .size extend, .-extend
