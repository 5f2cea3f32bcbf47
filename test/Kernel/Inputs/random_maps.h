/* SPDX-License-Identifier: Apache-2.0 */
/* What the BPF programs and the driver of the comparison of maps share. */
#ifndef RANDOM_MAPS_H
#define RANDOM_MAPS_H

typedef unsigned u32;
typedef unsigned long long u64;

enum { OP_LOOKUP, OP_UPDATE, OP_DELETE, KEY_MAX = 24, VALUE_MAX = 16 };

struct args {
    u64 flags;
    u32 op;
    long long result __attribute__((aligned(8)));
    unsigned char key[KEY_MAX];
    unsigned char value[VALUE_MAX];
};

#endif
