f0: ld a1, 0(a0)
i1: ld a2, 8(a0)
i3: addi a3, a1, 1
i4: li a0, 0
i5: bltu a2, a3, i7
i6: lbu a0, 0(a1)
i7: ret
