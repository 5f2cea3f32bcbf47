# MIPS: a multiplication executes less than what LLVM makes of it, up to twelve shifts, additions and
# subtractions. In a loop the factor is loaded in front of it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mips64el -prog-type raw -S %t.o -o - | FileCheck %s --check-prefix=MIPS64
# RUN: bpf-aot -target mipsel -prog-type raw -S %t.o -o - | FileCheck %s --check-prefix=MIPS32
# RUN: bpf-aot-run -target x86-64 -prog-type raw %t.o -mem 0123456789abcdef | FileCheck %s
# RUN: %if qemu-mips64el %{ bpf-aot-run -target mips64el -prog-type raw %t.o -mem 0123456789abcdef | FileCheck %s %}
.text
.globl hash
.type hash,@function
hash:
    r0 = 0
    r3 = 0x100000001b3 ll
    r4 = 5
loop:
    r0 += r2
    r0 *= r3
    w5 = w0
    w5 ^= 7
    w5 *= 1000
    r6 = r0
    r6 ^= r4
    r6 *= 5
    r0 ^= r5
    r0 ^= r6
    r4 += -1
    if r4 != 0 goto loop
    exit
# CHECK: r0 = 0xf989c4930deefe55{{ *$}}
# MIPS64-LABEL: hash:
# MIPS64: daddiu {{.*}}, 435
# MIPS64: BB0_1:
# MIPS64-DAG: dmult
# MIPS64-DAG: mul
# MIPS64-DAG: dsll {{.*}}, 2
# MIPS64: jr
# MIPS32-LABEL: hash:
# MIPS32: addiu {{.*}}, 1000
# MIPS32: BB0_1:
# MIPS32: mul
# MIPS32: jr
