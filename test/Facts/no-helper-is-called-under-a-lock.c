/* SPDX-License-Identifier: Apache-2.0 */
/* Between bpf_spin_lock and bpf_spin_unlock no helper is called, as in the kernel's verifier; subprograms
 * may be, and what holds on some ways only is left to the run.
 * RUN: %clang -O1 -g -target bpfel "-DHELD=value->number++" -c %s -o %t.plain.o
 * RUN: bpf-aot %t.plain.o -target mipsel -o %t.plain
 * RUN: %clang -O1 -g -target bpfel "-DHELD=count(value)" -c %s -o %t.count.o
 * RUN: bpf-aot %t.count.o -target mipsel -o %t.count
 * RUN: %clang -O1 -g -target bpfel "-DHELD=value->number=random()" -c %s -o %t.helper.o
 * RUN: not bpf-aot %t.helper.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=HELPER
 * RUN: %clang -O1 -g -target bpfel "-DHELD=ask(value)" -c %s -o %t.callee.o
 * RUN: not bpf-aot %t.callee.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=HELPER
 * RUN: %clang -O1 -g -target bpfel "-DHELD=spin_lock(&value->lock)" -c %s -o %t.twice.o
 * RUN: not bpf-aot %t.twice.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=TWICE
 * RUN: %clang -O1 -g -target bpfel "-DHELD=spin_unlock(&value->lock)" -c %s -o %t.free.o
 * RUN: not bpf-aot %t.free.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=FREE
 * RUN: %clang -O1 -g -target bpfel "-DHELD=leave(value); random(); enter(value)" -c %s -o %t.leave.o
 * RUN: bpf-aot %t.leave.o -target mipsel -o %t.leave
 * RUN: %clang -O1 -g -target bpfel "-DHELD=again(value)" -c %s -o %t.loop.o
 * RUN: not bpf-aot %t.loop.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=HELPER
 * HELPER: call of helper get_prandom_u32 while a lock is held: call spin_unlock first
 * TWICE: call of helper spin_lock while a lock is held: a run holds one at a time
 * FREE: call of helper spin_unlock without a lock that spin_lock took before
 */
#include "../Inputs/locked_values.h"

static unsigned (*random)(void) = (void *)7;
#define SUBPROGRAM __attribute__((noinline, unused)) static int

SUBPROGRAM count(struct value *value) {
    value->number += 3;
    return 0;
}

SUBPROGRAM ask(struct value *value) {
    value->number += random();
    return 0;
}

SUBPROGRAM leave(struct value *value) {
    spin_unlock(&value->lock);
    return 0;
}

SUBPROGRAM enter(struct value *value) {
    spin_lock(&value->lock);
    return 0;
}

SUBPROGRAM again(struct value *value) {
    for (unsigned i = 0; i < 100; i++) {
        value->number += random();
    }
    return 0;
}

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    struct value *value = lookup(&values, &key);
    if (value) {
        random();
        spin_lock(&value->lock);
        HELD;
        spin_unlock(&value->lock);
        random();
    }
    return 2;
}
