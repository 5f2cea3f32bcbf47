# SPDX-License-Identifier: Apache-2.0
# `call` is called twice: its 3 insns and 1000 turns of two, and those of what it calls.
  .option norvc
  .globl _start, call, behind
_start:
  addi s0, zero, 2
again:
begin:
  jal ra, call
behind:
  addi s0, s0, -1
  bne s0, zero, again
  addi a7, zero, 93
  addi a0, zero, 0
  ecall
call:
  addi t0, zero, 1000
1:
  addi t0, t0, -1
  bne t0, zero, 1b
  jal t1, leaf
  jalr zero, 0(ra)
leaf:
  jalr zero, 0(t1)
