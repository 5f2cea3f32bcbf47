/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic operations of ARM before version 6, which has no exclusive access: by the helpers that
 * Linux maps into every process there (kernel_user_helpers in its documentation). All are full
 * barriers. Empty on other targets. */
#include <stdbool.h>

#include "libcalls/libcalls.h"

#if defined(__arm__) && __ARM_ARCH < 6

/* Where the kernel has them; 0 means that the value was exchanged. */
typedef int kuser_cmpxchg32_fn(uint32_t old, uint32_t new, volatile uint32_t *object);
typedef int kuser_cmpxchg64_fn(const uint64_t *old, const uint64_t *new, volatile uint64_t *object);
typedef void kuser_barrier_fn(void);
#define KUSER_BARRIER   ((kuser_barrier_fn *)0xffff0fa0)
#define KUSER_CMPXCHG32 ((kuser_cmpxchg32_fn *)0xffff0fc0)
#define KUSER_CMPXCHG64 ((kuser_cmpxchg64_fn *)0xffff0f60)

static bool replace_4(volatile uint32_t *object, uint32_t old, uint32_t new) {
    return KUSER_CMPXCHG32(old, new, object) == 0;
}

static bool replace_8(volatile uint64_t *object, uint64_t old, uint64_t new) {
    return KUSER_CMPXCHG64(&old, &new, object) == 0;
}

/* A part of a word: the word is exchanged. On a little-endian machine, which those are, the part
 * begins at bit 8 * (address mod 4). */
static bool replace_part(volatile void *object, uint32_t old, uint32_t new, uint32_t mask) {
    uintptr_t address = (uintptr_t)object;
    volatile uint32_t *word = (volatile uint32_t *)(address & ~(uintptr_t)3);
    unsigned shift = (address & 3) * 8;
    uint32_t before = *word;
    if ((before >> shift & mask) != old) {
        return false;
    }
    return replace_4(word, before, (before & ~(mask << shift)) | new << shift);
}

static bool replace_1(volatile uint8_t *object, uint8_t old, uint8_t new) {
    return replace_part(object, old, new, 0xff);
}

static bool replace_2(volatile uint16_t *object, uint16_t old, uint16_t new) {
    return replace_part(object, old, new, 0xffff);
}

/* Not defined under their own names: clang knows them as builtins of other types. The old value
 * is always put back at least, so that one read in two halves is never returned. */
#define UPDATE(symbol, name, bytes, type, parameters, expression)                                  \
    type rt_##name##_##bytes parameters __asm__(symbol #bytes) RT_WEAK;                            \
    type rt_##name##_##bytes parameters {                                                          \
        type old;                                                                                  \
        do {                                                                                       \
            old = *object;                                                                         \
        } while (!replace_##bytes(object, old, (expression)));                                     \
        return old;                                                                                \
    }
#define UPDATES(bytes, type)                                                                       \
    UPDATE("__sync_fetch_and_add_", add, bytes, type, (volatile type * object, type value),        \
           old + value)                                                                            \
    UPDATE("__sync_fetch_and_sub_", sub, bytes, type, (volatile type * object, type value),        \
           old - value)                                                                            \
    UPDATE("__sync_fetch_and_and_", and, bytes, type, (volatile type * object, type value),        \
           old &value)                                                                             \
    UPDATE("__sync_fetch_and_or_", or, bytes, type, (volatile type * object, type value),          \
           old | value)                                                                            \
    UPDATE("__sync_fetch_and_xor_", xor, bytes, type, (volatile type * object, type value),        \
           old ^ value)                                                                            \
    UPDATE("__sync_lock_test_and_set_", exchange, bytes, type,                                     \
           (volatile type * object, type value), value)                                            \
    UPDATE("__sync_val_compare_and_swap_", compare, bytes, type,                                   \
           (volatile type * object, type expected, type desired), old == expected ? desired : old)

/* Loads and stores of part of a word with an order become one of these two. LLVM does not extend
 * the values it passes to them: only the low bits count. */
#define PARTS(bytes, type)                                                                         \
    UPDATE("__sync_lock_test_and_set_", exchange, bytes, type,                                     \
           (volatile type * object, uint32_t value), (type)value)                                  \
    UPDATE("__sync_val_compare_and_swap_", compare, bytes, type,                                   \
           (volatile type * object, uint32_t expected, uint32_t desired),                          \
           old == (type)expected ? (type)desired : old)

PARTS(1, uint8_t)
PARTS(2, uint16_t)
UPDATES(4, uint32_t)
UPDATES(8, uint64_t)

void rt_synchronize(void) __asm__("__sync_synchronize") RT_WEAK;
void rt_synchronize(void) {
    KUSER_BARRIER();
}

#endif
