/* SPDX-License-Identifier: Apache-2.0 */
/* Tail calls: the kernel's limit and order of checks, and that no stack grows. */
#include "selftest.h"
#include "test_map.h"

enum { FINISH, AGAIN, EMPTY, BEYOND };

TEST_MAP(jumps, prog_array, 3, SLOTS, 4, 4, BEYOND, 1);

static uint32_t bodies;
static uintptr_t frames[64];

static uint64_t finish(void *ctx, struct bpf_aot_run *run) {
    return *(uint32_t *)ctx;
}

/* Tail calls itself as often as it may. */
static uint64_t again(void *ctx, struct bpf_aot_run *run) {
    frames[bodies++ % 64] = (uintptr_t)__builtin_frame_address(0);
    if (bpf_aot_tail_call(ctx, &jumps, AGAIN, run)) {
        return 1;
    }
    return 1000 + bodies;
}

static const struct bpf_aot_program finish_program = {.name = "finish", .body = finish};
static const struct bpf_aot_program again_program = {.name = "again", .body = again};

static void fill(void) {
    bodies = 0;
    CHECK(bpf_aot_prog_array_set(&jumps, FINISH, &finish_program) == 0);
    CHECK(bpf_aot_prog_array_set(&jumps, AGAIN, &again_program) == 0);
}

/* As the public entry of a program does. */
static uint64_t enter(uint64_t (*body)(void *, struct bpf_aot_run *), void *ctx,
                      struct bpf_aot_run *run) {
    uint64_t result = body(ctx, run);
    return run->next ? bpf_aot_dispatch(run) : result;
}

static void tail_call_runs_the_program_instead(void) {
    fill();
    uint32_t ctx = 77;
    struct bpf_aot_run run = {0};
    CHECK(bpf_aot_tail_call(&ctx, &jumps, FINISH, &run) == 1);
    CHECK(run.next == finish && run.ctx == &ctx && run.tail_calls == 1);
    CHECK(bpf_aot_dispatch(&run) == 77);
    CHECK(run.next == NULL);
}

static void limit_is_33(void) {
    fill();
    struct bpf_aot_run run = {0};
    CHECK(enter(again, NULL, &run) == 1034); /* the first body and 33 more */
    CHECK(bodies == 34 && run.tail_calls == 33 && run.next == NULL);
    for (uint32_t i = 2; i < 34; i++) {
        CHECK(frames[i] == frames[1]);
    }
    uint32_t ctx = 0;
    CHECK(bpf_aot_tail_call(&ctx, &jumps, FINISH, &run) == 0);
    CHECK(run.next == NULL && run.tail_calls == 33);
}

static void empty_slot_counts(void) {
    fill();
    uint32_t ctx = 5;
    struct bpf_aot_run run = {0};
    for (uint32_t i = 1; i <= 32; i++) {
        CHECK(bpf_aot_tail_call(&ctx, &jumps, EMPTY, &run) == 0);
        CHECK(run.next == NULL && run.tail_calls == i);
    }
    CHECK(bpf_aot_tail_call(&ctx, &jumps, FINISH, &run) == 1);
    CHECK(bpf_aot_dispatch(&run) == 5);
    CHECK(run.tail_calls == 33);
    CHECK(bpf_aot_tail_call(&ctx, &jumps, FINISH, &run) == 0);
}

/* The host cannot put one there, but a static slot could hold it. */
static void raw_program_is_no_target(void) {
    static const struct bpf_aot_program raw = {.name = "raw"};
    struct bpf_aot_run run = {0};
    union bpf_aot_slot *slots = jumps.storage;
    slots[EMPTY].pointer = (void *)&raw;
    CHECK(bpf_aot_tail_call(NULL, &jumps, EMPTY, &run) == 0);
    slots[EMPTY].pointer = NULL;
}

static void index_beyond_the_end_does_not_count(void) {
    fill();
    struct bpf_aot_run run = {0};
    CHECK(bpf_aot_tail_call(NULL, &jumps, BEYOND, &run) == 0);
    CHECK(bpf_aot_tail_call(NULL, &jumps, UINT32_MAX, &run) == 0);
    CHECK(run.next == NULL && run.tail_calls == 0);
}

/* A subprogram's tail call replaces the subprogram only. */
static uint64_t caller(void *ctx, struct bpf_aot_run *run) {
    uint64_t result = bpf_aot_tail_call(ctx, &jumps, FINISH, run) ? 0 : 3;
    if (run->next) {
        result = bpf_aot_dispatch(run);
    }
    return 100 + result;
}

static const struct bpf_aot_program caller_program = {.name = "caller", .body = caller};

static void dispatch_works_inside_dispatch(void) {
    fill();
    uint32_t ctx = 8;
    struct bpf_aot_run run = {0};
    CHECK(enter(caller, &ctx, &run) == 108);
    CHECK(run.tail_calls == 1);
    CHECK(bpf_aot_prog_array_set(&jumps, EMPTY, &caller_program) == 0);
    CHECK(bpf_aot_tail_call(&ctx, &jumps, EMPTY, &run) == 1);
    CHECK(bpf_aot_dispatch(&run) == 108);
    CHECK(run.tail_calls == 3 && run.next == NULL);
    run.tail_calls = 32; /* the caller's own tail call is the last: one counter for both */
    CHECK(bpf_aot_tail_call(&ctx, &jumps, EMPTY, &run) == 1);
    CHECK(bpf_aot_dispatch(&run) == 103);
    CHECK(bpf_aot_prog_array_set(&jumps, EMPTY, NULL) == 0);
}

const struct selftest tail_call_tests[] = {
    {"tail call runs the program instead", tail_call_runs_the_program_instead},
    {"limit is 33", limit_is_33},
    {"empty slot counts", empty_slot_counts},
    {"raw program is no target", raw_program_is_no_target},
    {"index beyond the end does not count", index_beyond_the_end_does_not_count},
    {"dispatch works inside dispatch", dispatch_works_inside_dispatch},
    {NULL, NULL},
};
