/* SPDX-License-Identifier: Apache-2.0 */
/* Raw programs that several threads run on one memory (shared.h): each does one round. What they
 * add up to is exact only if every operation is one. */
#include "shared.h"

#define PROGRAM __attribute__((section("raw"), used)) int

/* All widths, with and without the old value; the bits of each thread come and go in pairs. */
PROGRAM add_round(struct shared *shared) {
    __sync_fetch_and_add(&shared->sum32, 3);
    __sync_fetch_and_add(&shared->sum64, 0x100000003);
    u32 old32 = __sync_fetch_and_add(&shared->ticket32, 1);
    u64 old64 = __sync_fetch_and_add(&shared->ticket64, 0x80000001);
    return old32 + old64 == 0xffffffffffffffff;
}

PROGRAM bits_round(struct shared *shared, u64 size) {
    u64 bit = 1ull << (size & 63);
    u32 bit32 = 1u << (size & 31);
    u64 was = __sync_fetch_and_or(&shared->bits64, bit);
    u64 set = __sync_fetch_and_and(&shared->bits64, ~bit);
    u32 before = __sync_fetch_and_xor(&shared->bits32, bit32);
    u32 after = __sync_fetch_and_xor(&shared->bits32, bit32);
    /* A bit is this thread's alone: 0, then 1, then 0. */
    return ((was & bit) != 0) + ((set & bit) == 0) + ((before & bit32) != 0) +
           ((after & bit32) == 0);
}

/* Numbers taken out with xchg are put back: at the end all are there. */
PROGRAM xchg_round(struct shared *shared) {
    u64 mine = __sync_lock_test_and_set(&shared->pot64, 0);
    __sync_fetch_and_add(&shared->taken64, mine);
    __sync_fetch_and_add(&shared->pot64, 0x100000001);
    u32 other = __sync_lock_test_and_set(&shared->pot32, 0);
    __sync_fetch_and_add(&shared->taken32, other);
    __sync_fetch_and_add(&shared->pot32, 1);
    return 0;
}

/* Try once; 1 when it was done. */
PROGRAM cmpxchg64_round(struct shared *shared) {
    u64 old = *(volatile u64 *)&shared->swapped64;
    return __sync_val_compare_and_swap(&shared->swapped64, old, old + 0x100000001) == old;
}

PROGRAM cmpxchg32_round(struct shared *shared) {
    u32 old = *(volatile u32 *)&shared->swapped32;
    return __sync_val_compare_and_swap(&shared->swapped32, old, old + 1) == old;
}
