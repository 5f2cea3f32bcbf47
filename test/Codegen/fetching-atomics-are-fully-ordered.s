# fetch, xchg and cmpxchg order all accesses around them (RFC 9669, 5.3, in the kernel's memory
# model); without fetch there is no order. AArch64's acquire-release pairs and RISC-V's lr/sc need a
# barrier behind them for that, as the kernel's own atomics have; MIPS and ARM have one on each side.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target aarch64 -prog-type raw %t.o -S -o - | FileCheck %s --check-prefix=A64
# RUN: bpf-aot -target riscv64 -prog-type raw %t.o -S -o - | FileCheck %s --check-prefix=RV64
# RUN: bpf-aot -target mipsel -prog-type raw %t.o -S -o - | FileCheck %s --check-prefix=MIPS
# RUN: bpf-aot -target arm -prog-type raw %t.o -S -o - | FileCheck %s --check-prefix=ARM
.text
.globl plain
.type plain,@function
plain:
    lock *(u32 *)(r1 + 0) += w2
    r0 = 0
    exit
.globl fetch
.type fetch,@function
fetch:
    w2 = atomic_fetch_add((u32 *)(r1 + 0), w2)
    r0 = r2
    exit
.globl compare
.type compare,@function
compare:
    r0 = 1
    w0 = cmpxchg32_32(r1 + 0, w0, w2)
    exit
# A64-LABEL: plain:
# A64-NOT: dmb
# A64-LABEL: fetch:
# A64: ldaxr
# A64: stlxr
# A64: dmb ish
# A64-LABEL: compare:
# A64: ldaxr
# A64: dmb ish
# RV64-LABEL: plain:
# RV64-NOT: fence
# RV64: amoadd.w{{[[:space:]]}}
# RV64-LABEL: fetch:
# RV64: amoadd.w.aqrl
# RV64-LABEL: compare:
# RV64: sc.w
# RV64: fence rw, rw
# MIPS-LABEL: plain:
# MIPS-NOT: sync
# MIPS-LABEL: fetch:
# MIPS: sync
# MIPS: ll
# MIPS: sc
# MIPS: sync
# ARM-LABEL: plain:
# ARM-NOT: dmb
# ARM-LABEL: fetch:
# ARM: dmb
# ARM: ldrex
# ARM: strex
# ARM: dmb
