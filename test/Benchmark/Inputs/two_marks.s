# SPDX-License-Identifier: Apache-2.0
# Between the two calls of mark: its return, a constant, 1000 turns of two insns, a jump: 2003 insns.
  .option norvc
  .globl _start, mark
_start:
  jal ra, mark
  addi t0, zero, 1000
1:
  addi t0, t0, -1
  bne t0, zero, 1b
  jal ra, mark
  addi a7, zero, 93
  addi a0, zero, 0
  ecall
mark:
  jalr zero, 0(ra)
