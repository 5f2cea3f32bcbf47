/* SPDX-License-Identifier: Apache-2.0 */
/* Queue, stack and bloom filter: what the kernel's queue_stack_maps.c and bloom_filter.c answer. */
#include "selftest.h"
#include "test_map.h"

#include "libcalls/libcalls.h"
#include "maps/jhash.h"

TEST_MAP(queue, queue, 22, QUEUE, 0, 6, 3, 1);
TEST_MAP(stack, stack, 23, QUEUE, 0, 6, 3, 1);
TEST_MAP(filter, bloom_filter, 30, BLOOM, 0, 4, 100, 3);
TEST_MAP(small, bloom_filter, 30, BLOOM, 0, 7, 1, 5);
TEST_MAP(percpu, percpu_array, 6, ARRAY, 4, 8, 2, 4);
TEST_MAP(percpu_keys, percpu_hash, 5, HASH, 4, 8, 2, 4);

static int64_t push(struct bpf_aot_map *map, uint8_t number, uint64_t flags) {
    uint8_t value[6] = {number, 1, 2, 3, 4, (uint8_t)~number};
    return bpf_aot_map_push_elem(map, value, flags);
}

/* The number of a value that came out whole, or the error. */
static int64_t whole(const uint8_t *value, int64_t status) {
    if (status) {
        return status;
    }
    return value[0] == (uint8_t)~value[5] && value[3] == 3 ? value[0] : -1000;
}

static int64_t pop(struct bpf_aot_map *map) {
    uint8_t value[6];
    int64_t status = bpf_aot_map_pop_elem(map, value);
    return whole(value, status);
}

static int64_t peek(struct bpf_aot_map *map) {
    uint8_t value[6];
    int64_t status = bpf_aot_map_peek_elem(map, value);
    return whole(value, status);
}

static void check_flags(struct bpf_aot_map *map) {
    uint8_t value[6] = {9, 9, 9, 9, 9, 9}, zeros[6] = {0};
    CHECK(push(map, 1, NOEXIST) == -22);
    CHECK(push(map, 1, BOTH) == -22);
    CHECK(push(map, 1, LOCK) == -22);
    CHECK(push(map, 1, 1ull << 32) == -22);
    CHECK(bpf_aot_map_pop_elem(map, value) == -2);
    CHECK(memcmp(value, zeros, sizeof(value)) == 0); /* an error gives zeros */
    value[0] = 9;
    CHECK(bpf_aot_map_peek_elem(map, value) == -2 && value[0] == 0);
    CHECK(map->ops->lookup(map, value) == NULL);
    CHECK(map->ops->update(map, value, value, ANY) == -22);
    CHECK(map->ops->remove(map, value) == -22);
}

static void queue_gives_the_oldest(void) {
    check_flags(&queue);
    for (uint8_t round = 0; round < 5; round++) { /* through every position of the ring */
        CHECK(push(&queue, 1, ANY) == 0 && push(&queue, 2, EXIST) == 0);
        CHECK(peek(&queue) == 1 && push(&queue, 3, ANY) == 0);
        CHECK(push(&queue, 4, ANY) == -7);
        CHECK(pop(&queue) == 1 && push(&queue, 4, ANY) == 0);
        CHECK(push(&queue, 5, EXIST) == 0); /* drops 2 */
        CHECK(pop(&queue) == 3 && pop(&queue) == 4 && peek(&queue) == 5 && pop(&queue) == 5);
        CHECK(pop(&queue) == -2 && peek(&queue) == -2);
    }
}

static void stack_gives_the_newest(void) {
    check_flags(&stack);
    for (uint8_t round = 0; round < 5; round++) {
        CHECK(push(&stack, 1, ANY) == 0 && push(&stack, 2, EXIST) == 0);
        CHECK(peek(&stack) == 2 && push(&stack, 3, ANY) == 0);
        CHECK(push(&stack, 4, ANY) == -7);
        CHECK(push(&stack, 5, EXIST) == 0); /* drops 1 */
        CHECK(pop(&stack) == 5 && pop(&stack) == 3 && peek(&stack) == 2 && pop(&stack) == 2);
        CHECK(pop(&stack) == -2 && peek(&stack) == -2);
    }
}

static void bloom_filter_forgets_nothing(void) {
    uint32_t value, found = 0;
    for (value = 0; value < 100; value++) {
        CHECK(bpf_aot_map_push_elem(&filter, &value, ANY) == 0);
    }
    for (value = 0; value < 100; value++) {
        CHECK(bpf_aot_map_peek_elem(&filter, &value) == 0);
    }
    for (value = 1000; value < 2000; value++) {
        int64_t status = bpf_aot_map_peek_elem(&filter, &value);
        CHECK(status == 0 || status == -2);
        found += status == 0;
    }
    CHECK(found < 400); /* 512 bits, of which at most 300 are set: (300/512)^3 = 0.2 */
    CHECK(bpf_aot_map_push_elem(&filter, &value, EXIST) == -22);
    CHECK(bpf_aot_map_pop_elem(&filter, &value) == -95);
    CHECK(filter.ops->update(&filter, &value, &value, ANY) == -22);
    CHECK(filter.ops->remove(&filter, &value) == -95);
}

static void bloom_filter_has_the_bits_of_the_kernel(void) {
    uint8_t value[7] = "unlike";
    CHECK(sizeof(small_storage) == 8 && sizeof(filter_storage) == 64);
    CHECK(BPF_AOT_BLOOM_BITS(1000, 5) == 8192);
    CHECK(BPF_AOT_BLOOM_BITS(UINT32_MAX, 15) == 1ull << 32);
    CHECK(BPF_AOT_BLOOM_BITS(1u << 28, 5) == 1ull << 31);
    CHECK(BPF_AOT_BLOOM_BITS(1u << 29, 5) == 1ull << 32);
    CHECK(bpf_aot_map_peek_elem(&small, value) == -2);
    CHECK(bpf_aot_map_push_elem(&small, value, ANY) == 0);
    CHECK(bpf_aot_map_peek_elem(&small, value) == 0);
}

/* Expected: lookup3.c's own driver5, hashlittle("", 0, ...) aside, which nobody asks here:
 * "Four score and seven years ago" with seeds 0 and 1. */
static void jhash_is_lookup3(void) {
    static const char text[] = "Four score and seven years ago";
    uint16_t one = 1;
    if (*(uint8_t *)&one) { /* hashlittle: its words are little-endian */
        CHECK(jhash(text, 30, 0) == 0x17770551);
        CHECK(jhash(text, 30, 1) == 0xcd628161);
    }
}

static void values_of_another_cpu_are_found(void) {
    uint32_t key = 1, beyond = 2;
    for (selftest_cpu = 0; selftest_cpu < 4; selftest_cpu++) {
        uint64_t value = 10 + selftest_cpu;
        CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
        CHECK(bpf_aot_map_update_elem(&percpu_keys, &key, &value, ANY) == 0);
    }
    selftest_cpu = 0;
    for (uint32_t cpu = 0; cpu < 4; cpu++) {
        CHECK(*(uint64_t *)bpf_aot_map_lookup_percpu_elem(&percpu, &key, cpu) == 10 + cpu);
        CHECK(*(uint64_t *)bpf_aot_map_lookup_percpu_elem(&percpu_keys, &key, cpu) == 10 + cpu);
    }
    CHECK(bpf_aot_map_lookup_percpu_elem(&percpu, &key, 4) == NULL);
    CHECK(bpf_aot_map_lookup_percpu_elem(&percpu, &key, UINT32_MAX) == NULL);
    CHECK(bpf_aot_map_lookup_percpu_elem(&percpu, &beyond, 0) == NULL);
    CHECK(bpf_aot_map_lookup_percpu_elem(&percpu_keys, &beyond, 0) == NULL);
    CHECK(bpf_aot_map_lookup_percpu_elem(&percpu_keys, &key, 4) == NULL);
}

const struct selftest queue_tests[] = {
    {"queue gives the oldest", queue_gives_the_oldest},
    {"stack gives the newest", stack_gives_the_newest},
    {"bloom filter forgets nothing", bloom_filter_forgets_nothing},
    {"bloom filter has the bits of the kernel", bloom_filter_has_the_bits_of_the_kernel},
    {"jhash is lookup3", jhash_is_lookup3},
    {"values of another CPU are found", values_of_another_cpu_are_found},
    {NULL, NULL},
};
