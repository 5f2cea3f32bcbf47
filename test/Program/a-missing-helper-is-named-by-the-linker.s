# SPDX-License-Identifier: Apache-2.0
# -missing-helpers: an error by name, or a symbol that an embedder may define, or a message and the
# end of the run where it is called.
# REQUIRES: qemu-x86-64
# RUN: rm -rf %t && mkdir -p %t
# RUN: llvm-mc -triple bpfel -filetype obj -o %t/prog.o %s
# RUN: not bpf-aot %t/prog.o -target x86-64 -o - 2>&1 | FileCheck %s --check-prefix=ERROR
# RUN: not bpf-aot %t/prog.o -target x86-64 -missing-helpers=link -exe -o %t/none 2>&1 | FileCheck %s --check-prefix=LINK
# RUN: bpf-aot %t/prog.o -target x86-64 -missing-helpers=link -o %t/native.o
# RUN: %target-cc-x86-64 -o %t/linked %t/native.o %S/Inputs/missing_helper.c %runtime-x86-64
# RUN: %t/linked -packet 00112233445566778899aabbccdd | FileCheck %s --check-prefix=LINKED
# RUN: bpf-aot %t/prog.o -target x86-64 -missing-helpers=trap -exe -o %t/trap
# RUN: %t/trap -packet 00112233445566778899aabbccdd 2>&1 | FileCheck %s --check-prefix=TRAP
# ERROR: helper 62 has no row in helpers.def (bpf_msg_cork_bytes)
# LINK: undefined symbol: bpf_aot_msg_cork_bytes
# LINKED: XDP_TX (3)
# TRAP-DAG: missing helper: bpf_msg_cork_bytes
# TRAP-DAG: XDP_ABORTED (0), run aborted
	.section xdp,"ax",@progbits
	.globl prog
	.type prog,@function
prog:
	r1 = 7
	r2 = 5
	r3 = 0
	r4 = 0
	r5 = 0
	call 62
	exit
	.size prog, .-prog
