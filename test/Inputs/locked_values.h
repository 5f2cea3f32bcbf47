/* SPDX-License-Identifier: Apache-2.0 */
/* An array of one value that holds a lock, and the helpers for it. */
#include "maps.h"

static void (*spin_lock)(void *lock) = (void *)93;
static void (*spin_unlock)(void *lock) = (void *)94;

struct bpf_spin_lock {
    unsigned val;
};

struct value {
    unsigned number;
    struct bpf_spin_lock lock;
};

struct {
    NUMBER(type, ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, unsigned);
    TYPE(value, struct value);
} values SEC(".maps");
