/* SPDX-License-Identifier: Apache-2.0 */
/* A few lines of test harness for a program without libc. */
#ifndef BPF_AOT_TEST_SELFTEST_H
#define BPF_AOT_TEST_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "driver/print.h"

extern uint32_t selftest_failures; /* of the running test */

#define CHECK(condition) ((condition) ? (void)0 : selftest_fail(__FILE__, __LINE__, #condition))

void selftest_fail(const char *file, uint32_t line, const char *text);

struct selftest {
    const char *name;
    void (*run)(void);
};

/* Each ends with a NULL name. */
#define SELFTEST_GROUP(name) extern const struct selftest name##_tests[];
#include "groups.def"

/* Deterministic numbers that favour few bits and long runs, where arithmetic goes wrong. */
uint64_t selftest_random(void);

/* The calling CPU as bpf_aot_this_cpu tells it. */
extern uint32_t selftest_cpu;

#endif
