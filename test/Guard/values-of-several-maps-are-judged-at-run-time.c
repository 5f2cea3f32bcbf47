/* SPDX-License-Identifier: Apache-2.0 */
/* A value of one of two maps, of which programs may only read one: the run that writes to that one is ended.
 * RUN: %clang -O2 -g -target bpfel -c %s -o %t.o
 * RUN: not bpf-aot %t.o -unproven=error -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=ASK
 * RUN: bpf-aot-run %t.o -packet 00 -dump-maps | FileCheck %s --check-prefix=WRITES
 * RUN: bpf-aot-run %t.o -packet 01 -dump-maps | FileCheck %s --check-prefix=ENDS
 * ASK: R{{[0-9]}} is a value of one of several maps, of which some have fields or flags
 * WRITES: XDP_PASS
 * WRITES: map plain
 * WRITES-NEXT: 00000000: 0500000000000000
 * ENDS: XDP_ABORTED
 * ENDS: map frozen
 * ENDS-NEXT: 00000000: 0000000000000000
 */
#include "../Inputs/maps.h"

struct {
    NUMBER(type, ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, unsigned);
    TYPE(value, unsigned long long);
} plain SEC(".maps");

struct {
    NUMBER(type, ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, unsigned);
    TYPE(value, unsigned long long);
    NUMBER(map_flags, 128); /* BPF_F_RDONLY_PROG */
} frozen SEC(".maps");

struct context {
    unsigned data, data_end;
};

SEC("xdp") int prog(struct context *ctx) {
    unsigned zero = 0;
    unsigned char *data = (void *)(long)ctx->data;
    if (data + 1 > (unsigned char *)(long)ctx->data_end) {
        return 1;
    }
    unsigned long long *value;
    if (*data) {
        value = lookup(&frozen, &zero);
        asm volatile("" : "+r"(value));
    } else {
        value = lookup(&plain, &zero);
        asm volatile("" : "+r"(value));
    }
    if (!value) {
        return 1;
    }
    *value = 5;
    return 2;
}
