// -g gives a debugger the C source's lines, -g=insn the section and slot of every BPF insn; both are
// those that llvm-objdump shows of the BPF object.
// RUN: rm -rf %t && mkdir %t
// RUN: %clang -O2 -g -target bpfel -mcpu=v3 -c %s -o %t/bpf.o
// RUN: llvm-objdump -d -l --no-show-raw-insn %t/bpf.o | FileCheck %s --check-prefix BPF
// RUN: bpf-aot %t/bpf.o -target riscv64 -g -o %t/source.o
// RUN: llvm-objdump -d -l --no-show-raw-insn %t/source.o | FileCheck %s --check-prefix SOURCE
// RUN: bpf-aot %t/bpf.o -target riscv64 -g=insn -o %t/insn.o
// RUN: llvm-objdump -d -l --no-show-raw-insn %t/insn.o | FileCheck %s --check-prefix INSN
// RUN: llvm-dwarfdump --verify %t/source.o %t/insn.o
// BPF: answer.c:101
// BPF-NEXT: 0: {{.*}}(r1 +
// BPF: answer.c:102
// BPF-NEXT: 1: w0 *= w0
// SOURCE: answer.c:101
// SOURCE: ld
// SOURCE: answer.c:102
// SOURCE: mul
// INSN: xdp:1
// INSN: ld
// INSN: xdp:2
// INSN: mul
#line 100 "answer.c"
__attribute__((section("xdp"), used)) int prog(int *ctx) {
    int number = ctx[2];
    return number * number;
}

// An object without source lines is translated, with a warning.
// RUN: %clang -O2 -target bpfel -mcpu=v3 -c %s -o %t/plain.o
// RUN: bpf-aot %t/plain.o -target riscv64 -g -o %t/plain.n.o 2>&1 | FileCheck %s --check-prefix PLAIN
// PLAIN: plain.o: warning: no source lines for -g; compile the object with clang -g
// RUN: llvm-readelf -S %t/plain.n.o | FileCheck %s --check-prefix NONE
// NONE-NOT: .debug_line
// RUN: not bpf-aot %t/plain.o -target riscv64 -g=lines 2>&1 | FileCheck %s --check-prefix USAGE
// USAGE: bpf-aot: error: -g takes source or insn, not 'lines'
