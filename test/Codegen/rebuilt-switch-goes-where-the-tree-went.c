// SPDX-License-Identifier: Apache-2.0
// Compare trees that become switches again (ranges, signed and 64-bit comparisons, moves between
// the branches) take every number where the C source takes it, compiled for this machine.
// REQUIRES: qemu-mipsel, qemu-arm, qemu-riscv32
// RUN: clang-22 -O2 -DHOST %s -o %t.host && %t.host > %t.expected
// RUN: %clang -target bpfel -mcpu=v3 -O2 -c %s -o %t.v3.o
// RUN: %clang -target bpfel -mcpu=v2 -O2 -c %s -o %t.v2.o
// RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.v3.o -o - | FileCheck %s
// RUN: bpf-aot-run -target x86-64 -prog-type raw %t.v3.o -mem 00 | diff %t.expected -
// RUN: bpf-aot-run -target mipsel -prog-type raw %t.v3.o -mem 00 | diff %t.expected -
// RUN: bpf-aot-run -target mipsel -prog-type raw %t.v2.o -mem 00 | diff %t.expected -
// RUN: bpf-aot-run -target arm -prog-type raw %t.v3.o -mem 00 | diff %t.expected -
// RUN: bpf-aot-run -target arm -prog-type raw %t.v2.o -mem 00 | diff %t.expected -
// RUN: bpf-aot-run -target riscv32 -prog-type raw %t.v3.o -mem 00 | diff %t.expected -
// CHECK: switch i32
typedef unsigned long long u64;

static __attribute__((always_inline)) inline unsigned dense(unsigned n, unsigned a) {
    switch (n & 15) {
    case 0: return a + 1;
    case 1: return a * 3;
    case 2: return a ^ n;
    case 3: return a - 7;
    case 5: return a << 3;
    case 6: return a | 64;
    case 9: return a + n;
    case 12: return ~a;
    default: return a;
    }
}

static __attribute__((always_inline)) inline unsigned sparse(unsigned n) {
    switch (n * 41) {
    case 41 * 2: return 5;
    case 41 * 7: return 9;
    case 41 * 11: return 1;
    case 41 * 90 ... 41 * 90 + 60: return 2;
    case 41 * 150: return 77;
    case -41u * 3: return 4;
    default: return 3;
    }
}

static __attribute__((always_inline)) inline unsigned signs(int n) {
    switch (n) {
    case -9: return 5;
    case -3 ... -1: return 6;
    case 0: return 8;
    case 4: return 11;
    case 9 ... 20: return 12;
    default: return 13;
    }
}

static __attribute__((always_inline)) inline unsigned constants(u64 n) {
    switch (n) {
    case 1: return 10;
    case 2: return 11;
    case 3: return 77;
    case 4: return 11;
    case 100: return 10;
    default: return 1;
    }
}

#define OPAQUE(x) __asm__ volatile("" : "+r"(x))

u64 run(void *mem) {
    u64 sum = 1;
#pragma clang loop unroll(disable)
    for (int i = -20; i < 200; i++) {
        unsigned n = i, m = i, o = i;
        u64 k = i + 20;
        OPAQUE(n);
        OPAQUE(m);
        OPAQUE(o);
        OPAQUE(k);
        sum = sum * 31 + dense(n, sum) * 7 + sparse(m) * 5 + signs(o) * 3 + constants(k);
    }
    return sum;
}

#ifdef HOST
int printf(const char *, ...);
int main(void) {
    printf("r0 = 0x%llx\n", run(0));
}
#endif
