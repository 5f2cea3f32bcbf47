    .set noreorder
f0: lw $8, 0($4)
i1: lw $9, 4($4)
i3: addiu $10, $8, 1
i4: li $2, 0
i5: sltu $11, $9, $10
    bnez $11, i7
    nop
i6: lbu $2, 0($8)
i7: jr $ra
    nop
