/* SPDX-License-Identifier: Apache-2.0 */
/* The little that tests in C need to define maps and programs, without a kernel's headers. */
#ifndef TEST_MAPS_H
#define TEST_MAPS_H

#define SEC(name)          __attribute__((section(name), used))
#define NUMBER(name, n)    int (*name)[n]
#define TYPE(name, type)   __typeof__(type) *name
#define VALUES(name, type) __typeof__(type) *name[]

enum { HASH = 1, ARRAY = 2, PROG_ARRAY = 3, PERF_EVENT_ARRAY = 4, PERCPU_ARRAY = 6 };
enum {
    CGROUP_ARRAY = 8,
    LRU_HASH = 9,
    LPM_TRIE = 11,
    ARRAY_OF_MAPS = 12,
    SOCKMAP = 15,
    RINGBUF = 27
};

static void *(*lookup)(void *map, const void *key) = (void *)1;

#endif
