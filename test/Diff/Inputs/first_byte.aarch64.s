f0: stp x29, x30, [sp, #-16]!
    ldr x1, [x0]
i1: ldr x2, [x0, #8]
i3: add x3, x1, #1
i4: mov x0, #0
i5: cmp x3, x2
    b.hi i7
i6: ldrb w0, [x1]
i7: ldp x29, x30, [sp], #16
    ret
