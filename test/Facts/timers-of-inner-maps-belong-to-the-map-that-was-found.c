/* SPDX-License-Identifier: Apache-2.0 */
/* A value of an inner map has the fields of the template: its timer and lock are for their helpers, and a
 * timer goes with the map of the same lookup, as in the kernel's verifier (map_uid).
 * RUN: %clang -O2 -g -target bpfel -DMAP=one "-DTOUCH=value->number=1" -c %s -o %t.good.o
 * RUN: bpf-aot-run %t.good.o -unproven=error -packet 00 -dump-maps | FileCheck %s
 * RUN: %clang -O2 -g -target bpfel -DMAP=other -DTOUCH= -c %s -o %t.other.o
 * RUN: not bpf-aot %t.other.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=OTHER
 * RUN: %clang -O2 -g -target bpfel -DMAP=again -DTOUCH= -c %s -o %t.again.o
 * RUN: not bpf-aot %t.again.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=OTHER
 * RUN: %clang -O2 -g -target bpfel -DMAP=one "-DTOUCH=value->timer.opaque[1]=1" -c %s -o %t.store.o
 * RUN: not bpf-aot %t.store.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=STORE
 * RUN: %clang -O2 -g -target bpfel -DMAP=one "-DTOUCH=value->lock.val=0" -c %s -o %t.lock.o
 * RUN: not bpf-aot %t.lock.o -target mipsel -o - 2>&1 | FileCheck %s --check-prefix=LOCK
 * CHECK: map first
 * CHECK-NEXT: {{^}}  00000000: 07000000
 * OTHER: r1 of helper timer_init is not the struct bpf_timer of a value of the map
 * STORE: bpf_timer cannot be accessed directly by load/store
 * LOCK: bpf_spin_lock cannot be accessed directly by load/store
 */
#include "../Inputs/maps.h"

static void (*spin_lock)(void *lock) = (void *)93;
static void (*spin_unlock)(void *lock) = (void *)94;
static long (*timer_init)(void *timer, void *map, unsigned long long clock) = (void *)169;
static long (*timer_set_callback)(void *timer, void *callback) = (void *)170;
static long (*timer_start)(void *timer, unsigned long long ns, unsigned long long flags) =
    (void *)171;

struct bpf_spin_lock {
    unsigned val;
};
struct bpf_timer {
    unsigned long long opaque[2];
} __attribute__((aligned(8)));

struct value {
    unsigned number;
    struct bpf_spin_lock lock;
    struct bpf_timer timer;
};

struct inner {
    NUMBER(type, ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, unsigned);
    TYPE(value, struct value);
};
struct inner first SEC(".maps"), second SEC(".maps");

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    NUMBER(max_entries, 2);
    TYPE(key, unsigned);
    VALUES(values, struct inner);
} outer SEC(".maps") = {.values = {&first, &second}};

static int fire(void *map, unsigned *key, struct value *value) {
    spin_lock(&value->lock);
    value->number += 6;
    spin_unlock(&value->lock);
    return timer_start(&value->timer, 1000000000000, 0);
}

SEC("xdp") int prog(void *ctx) {
    unsigned zero = 0, index = 1;
    void *one = lookup(&outer, &zero), *other = lookup(&outer, &index);
    void *again = lookup(&outer, &zero);
    struct value *value = one ? lookup(one, &zero) : 0;
    if (!value || !other || !again) {
        return 1;
    }
    timer_init(&value->timer, MAP, 1);
    timer_set_callback(&value->timer, fire);
    timer_start(&value->timer, 0, 0);
    TOUCH;
    return 2;
}
