/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_map_meta_equal of the kernel compares where locks and timers are in a value.
 * RUN: %clang -target bpfel -g -O2 -DLATER -c %s -o %t.later.o
 * RUN: not bpf-aot -target mipsel -stop-after=program %t.later.o 2>&1 | FileCheck %s
 * RUN: %clang -target bpfel -g -O2 -c %s -o %t.same.o
 * RUN: bpf-aot -target mipsel -stop-after=program %t.same.o
 * CHECK: .maps: error: map 'second' in map 'outer' differs from the template of inner maps
 */
#include "../Inputs/maps.h"

struct bpf_spin_lock {
    unsigned val;
};

struct value {
    struct bpf_spin_lock lock;
    unsigned number;
};

#ifdef LATER
struct other {
    unsigned number;
    struct bpf_spin_lock lock;
};
#else
struct other {
    struct bpf_spin_lock lock;
    unsigned number;
};
#endif

struct inner {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, struct value);
    NUMBER(max_entries, 4);
};

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, struct other);
    NUMBER(max_entries, 4);
} second SEC(".maps");

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, struct inner);
} outer SEC(".maps") = {.values = {(struct inner *)&second}};

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&outer, &key) ? 1 : 2;
}
