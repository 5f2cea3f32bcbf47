    .section xdp,"ax",@progbits
    .globl equal
    .type equal,@function
equal:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 1
    r0 = 0
    if r4 > r3 goto end
    r1 = *(u8 *)(r2 + 0)
    r1 += -256
    r0 = 1
    if r1 == -5 goto end
    r0 = 2
end:
    exit
    .size equal, .-equal
