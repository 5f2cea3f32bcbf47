/* SPDX-License-Identifier: Apache-2.0 */
/* What a run may touch: the edges of every kind of object, and probing loads. */
#include "selftest.h"
#include "start/sys.h"
#include "test_map.h"

TEST_MAP(array, array, 2, ARRAY, 4, 6, 3, 1);
TEST_MAP(percpu, percpu_array, 6, ARRAY, 4, 12, 2, 4);
TEST_MAP(hash, hash, 1, HASH, 5, 12, 2, 1);
TEST_MAP(programs, prog_array, 3, SLOTS, 4, 4, 2, 1);

static bool in_map(const struct bpf_aot_map *map, const void *at, uint32_t size_bytes) {
    return bpf_aot_check_value((uintptr_t)at, size_bytes, map);
}

static void values_of_arrays_have_edges(void) {
    const char *start = array.storage;
    CHECK(in_map(&array, start, 6) && in_map(&array, start + 5, 1));
    CHECK(!in_map(&array, start, 7) && !in_map(&array, start + 5, 2));
    CHECK(!in_map(&array, start + 6, 1) && !in_map(&array, start + 7, 1)); /* padding */
    CHECK(in_map(&array, start + 16, 6) && !in_map(&array, start + 16, 0xffffffff));
    CHECK(!in_map(&array, start + 24, 1) && !in_map(&array, start - 1, 1));
    CHECK(!in_map(&array, start - 8, 6) && !in_map(&array, NULL, 1));
    const char *last = (char *)percpu.storage + 7 * 16;
    CHECK(in_map(&percpu, last, 12) && !in_map(&percpu, last + 12, 1));
    CHECK(!in_map(&percpu, last + 16, 1));
    CHECK(!in_map(&programs, programs.storage, 1)); /* pointers are not for programs */
    CHECK(bpf_aot_check_value((1ull << 32) + (uintptr_t)start, 1, &array) == 0);
}

static void values_of_hashes_have_edges(void) {
    uint8_t key[5] = {1, 2, 3, 4, 5}, value[12] = {0};
    CHECK(bpf_aot_map_update_elem(&hash, key, value, ANY) == 0);
    char *found = bpf_aot_map_lookup_elem(&hash, key);
    CHECK(in_map(&hash, found, 12) && in_map(&hash, found + 11, 1));
    CHECK(!in_map(&hash, found, 13) && !in_map(&hash, found + 12, 1));
    CHECK(!in_map(&hash, found - 1, 1) && !in_map(&hash, found - 1, 2));
    CHECK(!in_map(&hash, hash.storage, 1));
    CHECK(!in_map(&hash, (char *)hash.storage + sizeof(hash_storage), 1));
    size_t key_offset = (size_t)(found - 8 - (char *)hash.storage);
    CHECK(hash.ops->holds(&hash, key_offset, 5, false));
    CHECK(!hash.ops->holds(&hash, key_offset, 6, false));
    CHECK(!hash.ops->holds(&hash, key_offset, 5, true)); /* keys are not to be written */
    CHECK(!hash.ops->holds(&hash, key_offset - 8, 8, false));
}

static bool may_read(struct bpf_aot_run *run, const void *at, uint32_t size_bytes) {
    return bpf_aot_check_read((uintptr_t)at, size_bytes, run);
}

static void input_and_regions_are_readable(void) {
    static char mem[16], frame[24], other[24];
    struct bpf_aot_region outer = {.start = other, .bytes = sizeof(other)};
    struct bpf_aot_region inner = {.next = &outer, .start = frame};
    struct bpf_aot_run run = {.input = mem, .input_bytes = sizeof(mem), .regions = &inner};
    CHECK(may_read(&run, mem, 16) && !may_read(&run, mem, 17) && !may_read(&run, mem + 16, 1));
    CHECK(!may_read(&run, frame, 1));
    inner.bytes = sizeof(frame);
    CHECK(may_read(&run, frame + 16, 8) && may_read(&run, other, 24));
    CHECK(!may_read(&run, frame + 17, 8) && !may_read(&run, &run, 1) && !may_read(&run, NULL, 1));
    CHECK(bpf_aot_check_write((uintptr_t)mem, 16, &run) == 1);
    CHECK(bpf_aot_check_write((1ull << 32) + (uintptr_t)mem, 1, &run) == 0 || sizeof(void *) == 8);
    run.input = NULL;
    run.input_bytes = 0;
    CHECK(!may_read(&run, NULL, 1) && !may_read(&run, mem, 1));
}

static void packets_are_readable_and_contexts_not(void) {
    static char buffer[32];
    struct bpf_aot_xdp xdp = {.data = buffer + 8, .data_end = buffer + 24, .data_meta = buffer + 4};
    struct bpf_aot_run run = {.input = &xdp, .context = BPF_AOT_CONTEXT_XDP};
    CHECK(may_read(&run, buffer + 8, 16) && !may_read(&run, buffer + 8, 17));
    CHECK(may_read(&run, buffer + 4, 4) && !may_read(&run, buffer + 4, 5));
    CHECK(!may_read(&run, buffer + 3, 1) && !may_read(&run, buffer + 24, 1));
    CHECK(!may_read(&run, &xdp, 1));
}

static void aborted_runs_are_counted_once(void) {
    struct bpf_aot_run run = {.next = (uint64_t (*)(void *, struct bpf_aot_run *))&array};
    uint32_t before = bpf_aot_aborted_runs();
    bpf_aot_abort(&run);
    bpf_aot_abort(&run);
    CHECK(run.aborted == 1 && run.next == NULL && bpf_aot_aborted_runs() == before + 1);
}

static void probing_loads_do_not_fault(void) {
    static const uint64_t number = 0x8877665544332211;
    static const uint32_t word = 0x88776655;
    CHECK(bpf_aot_probe_load((uintptr_t)&number, 8) == number);
    CHECK(bpf_aot_probe_load((uintptr_t)&word, 4) == word);
    CHECK(bpf_aot_probe_load((uintptr_t)&number, 1) == *(const uint8_t *)&number);
    CHECK(bpf_aot_probe_load((uintptr_t)&number, 2) == *(const uint16_t *)&number);
    CHECK(bpf_aot_probe_load(0, 8) == 0 && bpf_aot_probe_load(16, 1) == 0);
    CHECK(bpf_aot_probe_load(~0ull, 8) == 0 && bpf_aot_probe_load(~0ull - 7, 4) == 0);
    CHECK(bpf_aot_probe_load((uintptr_t)&number, 3) == 0);
    /* Across the end of what is mapped. */
    char *pages = bpf_aot_sys_map(2 * 65536);
    CHECK(pages != NULL);
    bpf_aot_sys_unmap(pages + 65536, 65536);
    pages[65535] = 7;
    CHECK(bpf_aot_probe_load((uintptr_t)pages + 65535, 1) == 7);
    CHECK(bpf_aot_probe_load((uintptr_t)pages + 65532, 8) == 0);
    char copy[8];
    CHECK(bpf_aot_sys_peek(copy, (uintptr_t)pages + 65532, 8) == 4);
    bpf_aot_sys_unmap(pages, 65536);
}

const struct selftest check_tests[] = {
    {"values of arrays have edges", values_of_arrays_have_edges},
    {"values of hashes have edges", values_of_hashes_have_edges},
    {"input and regions are readable", input_and_regions_are_readable},
    {"packets are readable and contexts not", packets_are_readable_and_contexts_not},
    {"aborted runs are counted once", aborted_runs_are_counted_once},
    {"probing loads do not fault", probing_loads_do_not_fault},
    {NULL, NULL},
};
