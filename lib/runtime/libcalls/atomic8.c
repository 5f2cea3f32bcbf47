/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit atomic operations of machines whose largest atomic access has 32 bits (mips32, riscv32):
 * under a lock chosen by the address. The memory order asked for is always met: the lock is
 * sequentially consistent. Empty on other targets, where such accesses are instructions. */
#include <stdbool.h>

#include "libcalls/libcalls.h"

#if __SIZEOF_POINTER__ == 4 && !defined(__arm__)

#define LOCKS 16

static uint32_t locks[LOCKS];

static uint32_t *lock_of(const volatile void *object) {
    uint32_t *lock = &locks[((uintptr_t)object >> 3) % LOCKS];
    while (__atomic_exchange_n(lock, 1, __ATOMIC_SEQ_CST)) {
    }
    return lock;
}

static void unlock(uint32_t *lock) {
    __atomic_store_n(lock, 0, __ATOMIC_SEQ_CST);
}

/* Not defined under their own names: clang knows them as builtins of other types. */
#define NAMED(name) __asm__(name) RT_WEAK

uint64_t rt_load_8(const volatile uint64_t *object, int order) NAMED("__atomic_load_8");
void rt_store_8(volatile uint64_t *object, uint64_t value, int order) NAMED("__atomic_store_8");
uint64_t rt_exchange_8(volatile uint64_t *object, uint64_t value, int order)
    NAMED("__atomic_exchange_8");
bool rt_compare_exchange_8(volatile uint64_t *object, uint64_t *expected, uint64_t desired,
                           int success, int failure) NAMED("__atomic_compare_exchange_8");

uint64_t rt_load_8(const volatile uint64_t *object, int order) {
    uint32_t *lock = lock_of(object);
    uint64_t value = *object;
    unlock(lock);
    return value;
}

void rt_store_8(volatile uint64_t *object, uint64_t value, int order) {
    uint32_t *lock = lock_of(object);
    *object = value;
    unlock(lock);
}

uint64_t rt_exchange_8(volatile uint64_t *object, uint64_t value, int order) {
    uint32_t *lock = lock_of(object);
    uint64_t old = *object;
    *object = value;
    unlock(lock);
    return old;
}

bool rt_compare_exchange_8(volatile uint64_t *object, uint64_t *expected, uint64_t desired,
                           int success, int failure) {
    uint32_t *lock = lock_of(object);
    uint64_t old = *object;
    bool equal = old == *expected;
    if (equal) {
        *object = desired;
    }
    unlock(lock);
    if (!equal) {
        *expected = old;
    }
    return equal;
}

#define FETCH(name, expression)                                                                    \
    uint64_t rt_fetch_##name##_8(volatile uint64_t *object, uint64_t value, int order)             \
        NAMED("__atomic_fetch_" #name "_8");                                                       \
    uint64_t rt_fetch_##name##_8(volatile uint64_t *object, uint64_t value, int order) {           \
        uint32_t *lock = lock_of(object);                                                          \
        uint64_t old = *object;                                                                    \
        *object = (expression);                                                                    \
        unlock(lock);                                                                              \
        return old;                                                                                \
    }

FETCH(add, old + value)
FETCH(sub, old - value)
FETCH(and, old &value)
FETCH(or, old | value)
FETCH(xor, old ^ value)

#endif
