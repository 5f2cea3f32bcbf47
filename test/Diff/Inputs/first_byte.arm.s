f0: push {r4, lr}
    ldr r1, [r0]
i1: ldr r2, [r0, #4]
i3: add r3, r1, #1
i4: mov r0, #0
i5: cmp r3, r2
    bhi i7
i6: ldrb r0, [r1]
i7: pop {r4, pc}
