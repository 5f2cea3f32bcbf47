/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs here share beside the map that counts. */
#ifndef GUARDS_H
#define GUARDS_H

#include "calls.h"

struct value {
    __u8 bytes[12]; /* 4 bytes of padding follow in the storage */
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, struct value);
} array SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, struct value);
} hash SEC(".maps");

/* A number of which neither clang nor the translator knows anything. */
volatile long zero;
#define UNKNOWN(x) ((x) + zero)

static __always_inline __u8 *packet(struct xdp_md *ctx, long offset) {
    __u8 *data = (void *)(long)ctx->data;
    return data + UNKNOWN(offset);
}

/* Counts what must happen; what comes after the access that fails must not. */
static __always_inline int after(int result) {
    OPAQUE(result);
    count(1);
    return result;
}

#endif
