/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest firmware that boots Linux on one hart of qemu-system-riscv32 -M virt: Debian has
 * OpenSBI for 64 bits only. It answers the calls for timer, console, reset and the base extension of
 * the RISC-V SBI specification; qemu loads it at 0x80000000 with -bios. */
	.option	norvc
	.equ	STIMECMP, 0x14d
	.equ	STIMECMPH, 0x15d
	.equ	UART, 0x10000000
	.equ	TEST, 0x00100000
	.section .text
	.globl	_start
_start:	la	sp, stack_top
	csrw	mscratch, sp
	la	t0, trap
	csrw	mtvec, t0
	lw	t1, 8(a2)		# struct fw_dynamic_info: next_addr
	csrw	mepc, t1
	li	t0, -1
	csrw	pmpaddr0, t0
	li	t0, 0x1f		# NAPOT, rwx: everything
	csrw	pmpcfg0, t0
	li	t0, 0xb1ff		# all exceptions but the ecall from S
	csrw	medeleg, t0
	li	t0, 0x222
	csrw	mideleg, t0
	li	t0, -1
	csrw	mcounteren, t0
	li	t0, 0x80000000		# menvcfgh.STCE: stimecmp makes the timer interrupt of the kernel, whoever writes it;
	csrw	0x31a, t0		# and mip.STIP cannot be written any more
	csrw	mie, zero
	li	t0, 0x1800
	csrc	mstatus, t0
	li	t0, 0x0800		# MPP = S
	csrs	mstatus, t0
	csrw	satp, zero
	mret

	.balign	4
trap:	csrrw	sp, mscratch, sp
	addi	sp, sp, -16
	sw	t0, 0(sp)
	sw	t1, 4(sp)
	csrr	t0, mcause
	li	t1, 9
	bne	t0, t1, dead
	csrr	t0, mepc
	addi	t0, t0, 4
	csrw	mepc, t0
	beqz	a7, settimer0
	li	t0, 1
	beq	a7, t0, putc
	li	t0, 0x10
	beq	a7, t0, base
	li	t0, 0x54494d45		# TIME
	beq	a7, t0, settimer
	li	t0, 0x53525354		# SRST
	beq	a7, t0, reset
	li	t0, 8
	beq	a7, t0, reset
	li	a0, -2			# not supported
	li	a1, 0
out:	lw	t0, 0(sp)
	lw	t1, 4(sp)
	addi	sp, sp, 16
	csrrw	sp, mscratch, sp
	mret
settimer0:
settimer:
	li	t0, -1			# none in between
	csrw	STIMECMPH, t0
	csrw	STIMECMP, a0
	csrw	STIMECMPH, a1
ok:	li	a0, 0
	li	a1, 0
	j	out
putc:	li	t0, UART
	sb	a0, 0(t0)
	li	a0, 0
	j	out
base:	li	a1, 0
	beqz	a6, ver
	li	t0, 3
	bne	a6, t0, zero0		# implementation id and so on: 0
	li	t0, 0x54494d45
	beq	a0, t0, yes
	li	t0, 0x53525354
	beq	a0, t0, yes
	li	t0, 0x10
	beq	a0, t0, yes
	sltiu	a1, a0, 2		# legacy set_timer, putchar
zero0:	li	a0, 0
	j	out
ver:	li	a1, 3			# SBI 0.3
	li	a0, 0
	j	out
yes:	li	a1, 1
	li	a0, 0
	j	out
reset:	li	t0, TEST
	li	t1, 0x5555
	sw	t1, 0(t0)
	j	reset
dead:	li	t0, UART
	li	t1, '!'
	sb	t1, 0(t0)
1:	j	1b
	.section .data
	.balign	16
	.space	4096
stack_top:
