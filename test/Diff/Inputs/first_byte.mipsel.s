    .set noreorder
f0: ori $25, $zero, 33
    sw $25, 0($sp)
    lw $6, 0($4)
    move $7, $zero
i1: lw $8, 4($4)
    move $9, $zero
i2: move $10, $6
    move $11, $7
i3: addiu $10, $10, 1
i4: li $2, 0
    move $3, $zero
i5: sltu $24, $8, $10
    bnez $24, i7
    nop
i6: lbu $2, 0($6)
    move $3, $zero
i7: jr $ra
    nop
