# SPDX-License-Identifier: Apache-2.0
# With -linear programs see the first bytes only, until skb_pull_data shows them more; LD_ABS and
# the output packet have all of it.
# RUN: llvm-mc -triple=%bpf-triple-x86-64 -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot-run -target x86-64 %t.o -prog seen -packet 000102030405060708090a0b08004500aabbccdd -json -linear 16 | FileCheck %s --check-prefix=SEEN
# RUN: bpf-aot-run -target x86-64 %t.o -prog seen -packet 000102030405060708090a0b08004500aabbccdd -json | FileCheck %s --check-prefix=ALL
# RUN: bpf-aot-run -target x86-64 %t.o -prog pulled -packet 000102030405060708090a0b08004500aabbccdd -json -linear 16 | FileCheck %s --check-prefix=PULLED
# RUN: bpf-aot-run -target x86-64 %t.o -prog loaded -packet 000102030405060708090a0b08004500aabbccdd -json -linear 16 | FileCheck %s --check-prefix=LOADED
# SEEN: {"retval":16,"out":"000102030405060708090a0b08004500aabbccdd"
# ALL: {"retval":20,
# PULLED: {"retval":18,
# LOADED: {"retval":48076,
.macro length
    r2 = *(u32 *)(r6 + 76)
    r0 = *(u32 *)(r6 + 80)
    r0 -= r2
    exit
.endm
.section tc,"ax"
.globl seen
.type seen,@function
seen:
    r6 = r1
    length
.globl pulled
.type pulled,@function
pulled:
    r6 = r1
    r2 = 18
    call 39
    length
.globl loaded
.type loaded,@function
loaded:
    r6 = r1
    .long 0x28, 17 # r0 = *(u16 *)skb[17]
    exit
