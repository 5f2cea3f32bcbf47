# A row of targets.def decides machine, word size and byte order of the output.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mipsel -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,MIPS
# RUN: bpf-aot -target mips -prog-type raw %t.eb.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,BE,MIPS
# RUN: bpf-aot -target mipsisa32r6el -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,MIPS
# RUN: bpf-aot -target mipsisa32r6 -prog-type raw %t.eb.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,BE,MIPS
# RUN: bpf-aot -target mips64el -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,LE,MIPS
# RUN: bpf-aot -target mips64 -prog-type raw %t.eb.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,BE,MIPS
# RUN: bpf-aot -target mipsisa64r6el -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,LE,MIPS
# RUN: bpf-aot -target mipsisa64r6 -prog-type raw %t.eb.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,BE,MIPS
# RUN: bpf-aot -target riscv32 -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,RISCV
# RUN: bpf-aot -target riscv64 -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,LE,RISCV
# RUN: bpf-aot -target arm -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,ARM
# RUN: bpf-aot -target armv5te -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,ARM
# RUN: bpf-aot -target armeb -prog-type raw %t.eb.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,BE,ARM
# RUN: bpf-aot -target thumbv7 -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E32,LE,ARM
# RUN: bpf-aot -target aarch64 -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,LE,AARCH64
# RUN: bpf-aot -target x86-64 -prog-type raw %t.el.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefixes=E64,LE,X86
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
# E32: Class: ELF32
# E64: Class: ELF64
# LE: little endian
# BE: big endian
# MIPS: Machine: MIPS R3000
# RISCV: Machine: RISC-V
# AARCH64: Machine: AArch64
# ARM: Machine: ARM
# X86: Machine: Advanced Micro Devices X86-64
