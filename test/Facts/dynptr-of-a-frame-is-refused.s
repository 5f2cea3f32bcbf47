# SPDX-License-Identifier: Apache-2.0
# The kernel makes dynptrs of map values and data only: a frame would end before them.
# RUN: llvm-mc -triple bpfel -filetype obj -o %t.o %s
# RUN: not bpf-aot %t.o -target mipsel -o - 2>&1 | FileCheck %s
# CHECK: r1 of helper dynptr_from_mem is not a map value or data of the object
	.section xdp,"ax",@progbits
	.globl prog
	.type prog,@function
prog:
	r1 = r10
	r1 += -32
	*(u64 *)(r1 + 0) = 0
	r2 = 8
	r3 = 0
	r4 = r10
	r4 += -16
	call 197
	r0 = 2
	exit
	.size prog, .-prog
