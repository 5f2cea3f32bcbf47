/* SPDX-License-Identifier: Apache-2.0 */
/* Dynptrs: values and errors of kernel/bpf/helpers.c, and that a forged one reaches nothing. */
#include "helpers/dynptr.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

static char memory[32];
static struct bpf_aot_run run;
static struct bpf_aot_dynptr dynptr;

static void start(void) {
    memset(memory, 0, sizeof(memory));
    run = (struct bpf_aot_run){.input = memory, .input_bytes = sizeof(memory)};
}

static void memory_is_read_and_written(void) {
    char copy[8] = {0};
    start();
    CHECK(bpf_aot_dynptr_from_mem(memory, 16, 0, &dynptr) == 0);
    CHECK(bpf_aot_dynptr_write(&dynptr, 12, "tail", 4, 0, &run) == 0);
    CHECK(memcmp(memory + 12, "tail", 5) == 0);
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 12, 0, &run) == 0 && memcmp(copy, "tail", 4) == 0);
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 13, 0, &run) == -7);
    CHECK(bpf_aot_dynptr_write(&dynptr, 13, copy, 4, 0, &run) == -7);
    CHECK(bpf_aot_dynptr_write(&dynptr, 0xffffffff, copy, 4, 0, &run) == -7);
    CHECK(bpf_aot_dynptr_read(copy, 0, &dynptr, 16, 0, &run) == 0);
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 0, 1, &run) == -22);
    CHECK(bpf_aot_dynptr_write(&dynptr, 0, copy, 4, 1, &run) == -22);
    CHECK(bpf_aot_dynptr_write(&dynptr, 13, copy, 4, 1, &run) == -7); /* the kernel's order */
    CHECK(bpf_aot_dynptr_data(&dynptr, 4, 12, &run) == memory + 4);
    CHECK(bpf_aot_dynptr_data(&dynptr, 4, 13, &run) == NULL);
    CHECK(!run.aborted);
}

static void wrong_ones_are_null(void) {
    start();
    CHECK(bpf_aot_dynptr_from_mem(memory, 16, 1, &dynptr) == -22);
    CHECK(bpf_aot_dynptr_data(&dynptr, 0, 0, &run) == NULL);
    CHECK(bpf_aot_dynptr_read(memory, 0, &dynptr, 0, 0, &run) == -22);
    CHECK(bpf_aot_dynptr_write(&dynptr, 0, memory, 0, 0, &run) == -22);
    CHECK(bpf_aot_dynptr_from_mem(memory, 1 << 24, 1, &dynptr) == -7);
    CHECK(bpf_aot_dynptr_from_mem(memory, (1 << 24) - 1, 0, &dynptr) == 0);
    CHECK(!run.aborted);
}

static bool is_refused(enum bpf_aot_dynptr_kind kind, void *at, uint32_t size_bytes) {
    char copy[] = "same";
    start();
    bpf_aot_dynptr_set(&dynptr, kind, at, size_bytes);
    bool fails = bpf_aot_dynptr_read(copy, 1, &dynptr, 0, 0, &run) < 0;
    return fails && run.aborted && memcmp(copy, "same", 4) == 0;
}

static void forged_ones_abort_the_run(void) {
    struct bpf_aot_dynptr_loan loan = {memory, sizeof(memory)};
    CHECK(is_refused(DYNPTR_LOCAL, &run, 8));
    CHECK(is_refused(DYNPTR_LOCAL, memory + 1, sizeof(memory)));
    CHECK(is_refused(DYNPTR_LOCAL, memory, 0xffffffff));
    CHECK(is_refused(DYNPTR_LOAN, &loan, 8)); /* not lent */
    CHECK(is_refused((enum bpf_aot_dynptr_kind)77, memory, 8));
    CHECK(!is_refused(DYNPTR_LOCAL, memory, sizeof(memory)));
}

static void loans_end(void) {
    struct bpf_aot_dynptr_loan loan = {"lent", 4};
    char copy[4];
    start();
    CHECK(bpf_aot_dynptr_lend(&dynptr, &loan, &run));
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 0, 0, &run) == 0 && memcmp(copy, "lent", 4) == 0);
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 1, 0, &run) == -7);
    CHECK(bpf_aot_dynptr_write(&dynptr, 0, copy, 4, 0, &run) == -22); /* to be read only */
    CHECK(bpf_aot_dynptr_data(&dynptr, 0, 4, &run) == NULL);
    dynptr.size_bytes = 1000; /* what a program writes there does not count */
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 1, 0, &run) == -7 && !run.aborted);
    bpf_aot_dynptr_return(&loan, &run);
    CHECK(run.held_count == 0);
    CHECK(bpf_aot_dynptr_read(copy, 4, &dynptr, 0, 0, &run) == -22 && run.aborted);
}

const struct selftest dynptr_tests[] = {
    {"memory is read and written", memory_is_read_and_written},
    {"wrong ones are null", wrong_ones_are_null},
    {"forged ones abort the run", forged_ones_abort_the_run},
    {"loans end", loans_end},
    {NULL, NULL},
};
