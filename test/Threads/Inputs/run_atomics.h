/* SPDX-License-Identifier: Apache-2.0 */
/* What each thread does, and what must come out; for the hosted and the freestanding main. */
#ifndef RUN_ATOMICS_H
#define RUN_ATOMICS_H

#include "shared.h"

enum { THREADS = 4, ROUNDS = 20000 };

u64 add_round(void *memory, u64 size);
u64 bits_round(void *memory, u64 size);
u64 xchg_round(void *memory, u64 size);
u64 cmpxchg64_round(void *memory, u64 size);
u64 cmpxchg32_round(void *memory, u64 size);

static struct shared shared;
static volatile u32 lost; /* rounds in which a thread saw another's bit */

static void run_thread(u32 number) {
    for (int i = 0; i < ROUNDS; i++) {
        add_round(&shared, sizeof(shared));
        if (bits_round(&shared, 30 + number) != 0) {
            lost = 1;
        }
        xchg_round(&shared, sizeof(shared));
        while (!cmpxchg64_round(&shared, sizeof(shared))) {
        }
        while (!cmpxchg32_round(&shared, sizeof(shared))) {
        }
    }
}

/* The number of the first expectation that is not met, or 0. */
static int first_wrong(void) {
    const u64 runs = (u64)THREADS * ROUNDS;
    const int met[] = {
        shared.sum64 == runs * 0x100000003,
        shared.sum32 == (u32)(runs * 3),
        shared.ticket64 == runs * 0x80000001,
        shared.ticket32 == (u32)runs,
        shared.bits64 == 0 && shared.bits32 == 0 && !lost,
        shared.pot64 + shared.taken64 == runs * 0x100000001,
        shared.pot32 + shared.taken32 == (u32)runs,
        shared.swapped64 == runs * 0x100000001,
        shared.swapped32 == (u32)runs,
    };
    for (int i = 0; i < (int)(sizeof(met) / sizeof(met[0])); i++) {
        if (!met[i]) {
            return i + 1;
        }
    }
    return 0;
}

#endif
