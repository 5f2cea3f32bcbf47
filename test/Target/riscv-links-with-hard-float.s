# lld takes only objects of one float ABI: -mabi chooses it, and there is a runtime for each.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: echo "unsigned long long f(void *, unsigned long long); void _start(void) { f(0, 0); }" > %t.c
# RUN: %clang --target=riscv64-linux-gnu -march=rv64gc -mabi=lp64d -c %t.c -o %t.64d.o
# RUN: bpf-aot -target riscv64 -mabi=lp64d -prog-type raw %t.o -o %t.64.o
# RUN: bpf-aot -target riscv64 -mabi=lp64d -print-runtime | FileCheck %s --check-prefix=RUNTIME
# RUN: ld.lld %t.64d.o %t.64.o %build_dir/lib/bpf-aot/libbpf-aot-rt-riscv64-lp64d.a -o %t.64
# RUN: llvm-readelf -h %t.64 | FileCheck %s
# RUN: bpf-aot -target riscv64 -mabi=lp64d -exe -prog-type raw %t.o -o %t.64exe
# RUN: llvm-readelf -h %t.64exe | FileCheck %s
# RUN: %clang --target=riscv64-linux-gnu -march=rv64imac -mabi=lp64 -c %t.c -o %t.64s.o
# RUN: bpf-aot -target riscv64 -prog-type raw %t.o -o %t.64.o
# RUN: ld.lld %t.64s.o %t.64.o -o %t.64
# RUN: %clang --target=riscv32-linux-gnu -march=rv32gc -mabi=ilp32d -c %t.c -o %t.32d.o
# RUN: bpf-aot -target riscv32 -mabi=ilp32d -prog-type raw %t.o -o %t.32.o
# RUN: ld.lld %t.32d.o %t.32.o %build_dir/lib/bpf-aot/libbpf-aot-rt-riscv32-ilp32d.a -o %t.32
# RUN: llvm-readelf -h %t.32 | FileCheck %s
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
# CHECK: double-float ABI
# RUNTIME: libbpf-aot-rt-riscv64-lp64d.a
