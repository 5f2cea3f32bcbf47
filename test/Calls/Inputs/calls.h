/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs here share. A line of theirs
 *     expect PROGRAM: RESULT [counts[I]=N]... [; no kernel: REASON]
 * says what a run on one packet returns, and what the map holds that counts. */
#ifndef CALLS_H
#define CALLS_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct bpf_map; /* what callbacks of bpf_for_each_map_elem get first */

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, __u64);
} counts SEC(".maps");

static __always_inline __u64 *count_at(__u32 index) {
    return bpf_map_lookup_elem(&counts, &index);
}

static __always_inline void count(__u32 index) {
    __u64 *value = count_at(index);
    if (value) {
        *value += 1;
    }
}

#define SUBPROGRAM static __attribute__((noinline))
/* Keeps clang from knowing a value. */
#define OPAQUE(x) __asm__ volatile("" : "+r"(x))

/* The result of a subprogram that tail called is another's: clang must not know it. */
static __always_inline int result(int value) {
    OPAQUE(value);
    return value;
}

#endif
