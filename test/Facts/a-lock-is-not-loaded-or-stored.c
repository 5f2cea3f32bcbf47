/* SPDX-License-Identifier: Apache-2.0 */
/* As in the kernel's verifier: locks are for bpf_spin_lock, and it takes nothing else.
 * RUN: %clang -O2 -g -target bpfel -DLOCK=lock "-DTOUCH=value->number++" -c %s -o %t.good.o
 * RUN: bpf-aot %t.good.o -target mipsel -o %t.good
 * RUN: %clang -O2 -g -target bpfel -DLOCK=lock "-DTOUCH=value->lock.val=1" -c %s -o %t.store.o
 * RUN: not bpf-aot %t.store.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=STORE
 * RUN: %clang -O2 -g -target bpfel -DLOCK=number -DTOUCH= -c %s -o %t.wrong.o
 * RUN: not bpf-aot %t.wrong.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=WRONG
 * STORE: bpf_spin_lock cannot be accessed directly by load/store
 * WRONG: r1 of helper spin_lock is not a struct bpf_spin_lock at a constant offset of a map value
 */
#include "../Inputs/locked_values.h"

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    struct value *value = lookup(&values, &key);
    if (value) {
        spin_lock(&value->LOCK);
        TOUCH;
        spin_unlock(&value->LOCK);
    }
    return 2;
}
