// SPDX-License-Identifier: Apache-2.0
// Raw programs tail call each other. The target gets r1 as it is; only the run's own memory has
// bytes, so that a load through another number ends the run with 0.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot-run -target x86-64 -prog-type raw -prog same %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=SAME %s
// RUN: bpf-aot-run -target x86-64 -prog-type raw -prog moved %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=MOVED %s
// RUN: bpf-aot-run -target x86-64 -prog-type raw -prog number %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=NUMBER %s
// RUN: bpf-aot-run -target mips -prog-type raw -prog same %t.bpfeb.o -mem 00000007 -json | FileCheck --check-prefix=SAME %s
// RUN: bpf-aot-run -target mips -prog-type raw -prog moved %t.bpfeb.o -mem 00000007 -json | FileCheck --check-prefix=MOVED %s
// RUN: bpf-aot-run -target mips -prog-type raw -prog number %t.bpfeb.o -mem 00000007 -json | FileCheck --check-prefix=NUMBER %s
// RUN: bpf-aot-run -target riscv32 -prog-type raw -prog same %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=SAME %s
// RUN: bpf-aot-run -target riscv32 -prog-type raw -prog moved %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=MOVED %s
// RUN: bpf-aot-run -target riscv32 -prog-type raw -prog number %t.bpfel.o -mem 07000000 -json | FileCheck --check-prefix=NUMBER %s
// REQUIRES: qemu-mips, qemu-riscv32
// SAME: {"retval":8,
// MOVED: {"retval":0,
// NUMBER: {"retval":23,
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

SEC("raw") long load(int *mem, long size) {
    return *mem + 1;
}

SEC("raw") long plus_three(void *mem, long size) {
    return (long)mem + 3;
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 2);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {(void *)&load, (void *)&plus_three}};

SEC("raw") long same(void *mem, long size) {
    tail(mem, &jumps, 0);
    return 99;
}

SEC("raw") long moved(char *mem, long size) {
    tail(mem + 1, &jumps, 0);
    return 99;
}

SEC("raw") long number(void *mem, long size) {
    tail((void *)20, &jumps, 1);
    return 99;
}
