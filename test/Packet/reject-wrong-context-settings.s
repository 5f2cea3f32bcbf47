# What -ctx cannot set is refused, by name and with what it takes.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot-run -target x86-64 %t.o -packet 00 -ctx nosuch=1 2>&1 | FileCheck %s --check-prefix=NAME
# RUN: not bpf-aot-run -target x86-64 %t.o -packet 00 -ctx data=1 2>&1 | FileCheck %s --check-prefix=POINTER
# RUN: not bpf-aot-run -target x86-64 %t.o -packet 00 -ctx mark=0x100000000 2>&1 | FileCheck %s --check-prefix=WIDE
# RUN: not bpf-aot-run -target x86-64 %t.o -packet 00 -ctx cb=1,2,3,4,5,6 2>&1 | FileCheck %s --check-prefix=MANY
# RUN: not bpf-aot-run -target x86-64 %t.o -packet 00 -ctx mark= 2>&1 | FileCheck %s --check-prefix=EMPTY
# RUN: bpf-aot-run -target x86-64 %t.o -packet 00 -ctx mark=0xffffffff -dump-ctx | FileCheck %s --check-prefix=GOOD
.section tc,"ax"
.globl nothing
.type nothing,@function
nothing:
    r0 = *(u32 *)(r1 + 8)
    exit
# NAME: error: -ctx nosuch=1: no NAME=NUMBER with a number of this program's context
# POINTER: error: -ctx data=1: no NAME=NUMBER
# WIDE: error: -ctx mark=0x100000000: mark takes up to 1 numbers of 4 bytes
# MANY: error: -ctx cb=1,2,3,4,5,6: cb takes up to 5 numbers of 4 bytes
# EMPTY: error: -ctx mark=: mark takes up to 1 numbers of 4 bytes
# GOOD: packet 1: 1 bytes: 4294967295
# GOOD: context: {{.*}}"mark":4294967295,
