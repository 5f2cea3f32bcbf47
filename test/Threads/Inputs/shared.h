/* SPDX-License-Identifier: Apache-2.0 */
/* The memory that the programs of atomics.c share. 64-bit members in pairs with 32-bit neighbours,
 * which must not suffer. */
#ifndef SHARED_H
#define SHARED_H

typedef unsigned int u32;
typedef unsigned long long u64;

struct shared {
    u64 sum64;
    u64 ticket64;
    u64 bits64;
    u64 pot64;
    u64 taken64;
    u64 swapped64;
    u32 sum32;
    u32 ticket32;
    u32 bits32;
    u32 pot32;
    u32 taken32;
    u32 swapped32;
};

#endif
