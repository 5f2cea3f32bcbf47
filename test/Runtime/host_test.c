/* SPDX-License-Identifier: Apache-2.0 */
/* The host's view of maps: checks and errno of kernel/bpf/syscall.c and of each type's alloc_check
 * (Linux 6.12). */
#include "selftest.h"

#include "bpf-aot/host.h"
#include "libcalls/libcalls.h"
#include "maps/maps.h"

enum { HASH = 1, ARRAY, PROG_ARRAY, PERF_EVENT_ARRAY, PERCPU_HASH, PERCPU_ARRAY };
enum { LRU_HASH = 9, LPM_TRIE = 11, ARRAY_OF_MAPS, HASH_OF_MAPS, DEVMAP, CPUMAP = 16, XSKMAP };
enum { QUEUE = 22, STACK, SOCKMAP = 15, DEVMAP_HASH = 25, RINGBUF = 27, BLOOM = 30 };
enum { NO_PREALLOC = 1, NO_COMMON_LRU = 2, RDONLY = 8, WRONLY = 16, ZERO_SEED = 64 };
enum { RDONLY_PROG = 128, WRONLY_PROG = 256, INNER_MAP = 4096 };
enum { ANY, NOEXIST, EXIST, LOCK = 4 };

/* What bpf_map_create says: type, key, value, entries, flags, extra. */
static const struct creation {
    uint32_t type, key, value, entries, flags, extra;
    int status;
} creations[] = {
    {HASH, 4, 8, 2, 0, 0, 0},
    {HASH, 4, 8, 2, NO_PREALLOC | ZERO_SEED, 0, 0},
    {HASH, 0, 8, 2, 0, 0, -22},
    {HASH, 4, 0, 2, 0, 0, -22},
    {HASH, 4, 8, 0, 0, 0, -22},
    {HASH, 4, 8, 2, NO_COMMON_LRU, 0, -22},
    {HASH, 4, 8, 2, INNER_MAP, 0, -22},
    {HASH, 4, 8, 2, RDONLY | WRONLY, 0, -22},
    {HASH, 4, 8, 2, RDONLY_PROG | WRONLY_PROG, 0, -22},
    {HASH, 4, 8, 2, 0, 1, -22},
    {HASH, 4, 4 << 20, 2, 0, 0, -7},
    {HASH, 4, 8, 1u << 28, 0, 0, -7},
    {ARRAY, 4, 6, 3, INNER_MAP, 0, 0},
    {ARRAY, 8, 6, 3, 0, 0, -22},
    {ARRAY, 4, 6, 3, NO_PREALLOC, 0, -22},
    {ARRAY, 4, 0x80000000, 3, 0, 0, -7},
    {PERCPU_ARRAY, 4, 8, 3, 0, 0, 0},
    {PERCPU_ARRAY, 4, (32 << 10) + 1, 3, 0, 0, -7},
    {PERCPU_HASH, 4, (32 << 10) + 1, 3, 0, 0, -7},
    {PROG_ARRAY, 4, 4, 3, 0, 0, 0},
    {PROG_ARRAY, 4, 8, 3, 0, 0, -22},
    {PROG_ARRAY, 4, 4, 3, RDONLY_PROG, 0, -22},
    {ARRAY_OF_MAPS, 4, 4, 3, 0, 0, -9}, /* no template */
    {LRU_HASH, 4, 8, 3, NO_PREALLOC, 0, -524},
    {LRU_HASH, 4, 8, 3, NO_COMMON_LRU, 0, 0},
    {LPM_TRIE, 8, 8, 3, 0, 0, -22},
    {LPM_TRIE, 8, 8, 3, NO_PREALLOC, 0, 0},
    {LPM_TRIE, 4, 8, 3, NO_PREALLOC, 0, -22},
    {LPM_TRIE, 261, 8, 3, NO_PREALLOC, 0, -22},
    {DEVMAP, 4, 4, 3, 0, 0, 0},
    {DEVMAP, 4, 6, 3, 0, 0, -22},
    {DEVMAP_HASH, 4, 8, 3, 0, 0, 0},
    {CPUMAP, 4, 4, 3, RDONLY, 0, -22},
    {XSKMAP, 4, 8, 3, 0, 0, -22},
    {QUEUE, 0, 4, 3, 0, 0, 0},
    {QUEUE, 4, 4, 3, 0, 0, -22},
    {STACK, 0, 4, 3, NO_PREALLOC, 0, -22},
    {STACK, 0, 8, 0x20000000, 0, 0, -7},
    {BLOOM, 0, 4, 3, 0, 7, 0},
    {BLOOM, 0, 4, 3, 0, 16, -22},
    {RINGBUF, 0, 0, 4096, 0, 0, 0},
    {RINGBUF, 0, 0, 4097, 0, 0, -22},
    {RINGBUF, 0, 0, 12288, 0, 0, -22},
    {0, 4, 4, 1, 0, 0, -22},
    {1000, 4, 4, 1, 0, 0, -22},
};

static void maps_are_created_or_refused_as_in_the_kernel(void) {
    for (size_t i = 0; i < sizeof(creations) / sizeof(creations[0]); i++) {
        const struct creation *one = &creations[i];
        struct bpf_aot_map_opts opts = {.flags = one->flags, .extra = one->extra};
        struct bpf_aot_map *map = NULL;
        int status = bpf_aot_map_create(one->type, "a.map_1", one->key, one->value, one->entries,
                                        &opts, &map);
        if (status != one->status) {
            bpf_aot_print(&bpf_aot_stdout, "# creation %u: errno %u, not %u\n", (uint32_t)i,
                          (uint32_t)-status, (uint32_t)-one->status);
        }
        CHECK(status == one->status);
        if (status == 0) {
            bpf_aot_map_destroy(map);
        }
    }
}

static struct bpf_aot_map *create(uint32_t type, uint32_t key, uint32_t value, uint32_t entries,
                                  uint32_t flags) {
    struct bpf_aot_map *map = NULL;
    struct bpf_aot_map_opts opts = {.flags = flags};
    CHECK(bpf_aot_map_create(type, NULL, key, value, entries, &opts, &map) == 0);
    return map;
}

static void hash_answers_as_bpf(void) {
    struct bpf_aot_map *map = create(HASH, 8, 8, 2, 0);
    uint64_t key = 1, value = 1234, next;
    CHECK(bpf_aot_map_update(map, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_update(map, &key, &value, NOEXIST) == -17);
    CHECK(bpf_aot_map_update(map, &key, &value, (uint64_t)-1) == -22);
    CHECK(bpf_aot_map_update(map, &key, &value, LOCK) == -22);
    CHECK(bpf_aot_map_update(map, NULL, &value, ANY) == -14);
    CHECK(bpf_aot_map_update(map, &key, NULL, ANY) == -14);
    value = 0;
    CHECK(bpf_aot_map_lookup(map, &key, &value, 0) == 0 && value == 1234);
    CHECK(bpf_aot_map_lookup(map, &key, &value, 1) == -22);
    CHECK(bpf_aot_map_lookup(map, &key, &value, LOCK) == -22);
    CHECK(bpf_aot_map_get_next_key(map, NULL, &next) == 0 && next == 1);
    CHECK(bpf_aot_map_get_next_key(map, &next, &next) == -2);
    CHECK(bpf_aot_map_lookup_and_delete(map, &key, &value, 0) == 0 && value == 1234);
    CHECK(bpf_aot_map_lookup_and_delete(map, &key, &value, 0) == -2);
    CHECK(bpf_aot_map_delete(map, &key) == -2);
    CHECK(bpf_aot_map_get_next_key(map, NULL, &next) == -2);
    bpf_aot_map_destroy(map);
}

/* test_maps.c, test_hashmap_walk: every key is met once although each is replaced on the way. */
static void walks_survive_updates(void) {
    struct bpf_aot_map *map = create(HASH, 8, 8, 1000, 0);
    uint64_t value = 0, key, next, changed = 0;
    for (key = 0; key < 1000; key++) {
        CHECK(bpf_aot_map_update(map, &key, &value, NOEXIST) == 0);
    }
    CHECK(bpf_aot_map_get_next_key(map, NULL, &key) == 0);
    bool more = true;
    while (more && changed <= 1000) {
        more = bpf_aot_map_get_next_key(map, &key, &next) == 0;
        value = 1;
        CHECK(bpf_aot_map_update(map, &key, &value, EXIST) == 0);
        key = next;
        changed++;
    }
    CHECK(changed == 1000);
    for (key = 0; key < 1000; key++) {
        CHECK(bpf_aot_map_lookup(map, &key, &value, 0) == 0 && value == 1);
    }
    bpf_aot_map_destroy(map);
}

static void types_without_an_operation_say_so(void) {
    uint32_t key = 0, value = 5, next;
    struct bpf_aot_map *array = create(ARRAY, 4, 4, 2, 0);
    CHECK(bpf_aot_map_delete(array, &key) == -22);
    CHECK(bpf_aot_map_lookup_and_delete(array, &key, &value, 0) == -524);
    bpf_aot_map_destroy(array);
    struct bpf_aot_map *queue = create(QUEUE, 0, 4, 2, 0);
    CHECK(bpf_aot_map_update(queue, &key, &value, ANY) == -22); /* a key where there is none */
    CHECK(bpf_aot_map_update(queue, NULL, &value, ANY) == 0);
    CHECK(bpf_aot_map_lookup(queue, NULL, &next, 0) == 0 && next == 5);
    CHECK(bpf_aot_map_lookup_and_delete(queue, NULL, &next, LOCK) == -22);
    CHECK(bpf_aot_map_lookup_and_delete(queue, NULL, &next, 0) == 0 && next == 5);
    CHECK(bpf_aot_map_lookup_and_delete(queue, NULL, &next, 0) == -2);
    CHECK(bpf_aot_map_delete(queue, NULL) == -22);
    CHECK(bpf_aot_map_get_next_key(queue, NULL, NULL) == -22);
    bpf_aot_map_destroy(queue);
    struct bpf_aot_map *ring = create(RINGBUF, 0, 0, 4096, 0);
    CHECK(bpf_aot_map_lookup(ring, NULL, &value, 0) == -524);
    CHECK(bpf_aot_map_get_next_key(ring, NULL, &value) == -524);
    bpf_aot_map_destroy(ring);
    struct bpf_aot_map *sockets = create(XSKMAP, 4, 4, 2, 0);
    CHECK(bpf_aot_map_lookup(sockets, &key, &value, 0) == -95);
    bpf_aot_map_destroy(sockets);
}

static void access_is_checked_first(void) {
    uint32_t key = 0, value = 5;
    struct bpf_aot_map *read_only = create(ARRAY, 4, 4, 2, RDONLY);
    CHECK(bpf_aot_map_update(read_only, NULL, &value, LOCK) == -1);
    CHECK(bpf_aot_map_lookup(read_only, &key, &value, 0) == 0);
    CHECK(bpf_aot_map_freeze(read_only) == -1);
    bpf_aot_map_destroy(read_only);
    struct bpf_aot_map *write_only = create(HASH, 4, 4, 2, WRONLY);
    CHECK(bpf_aot_map_update(write_only, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_lookup(write_only, &key, &value, 1) == -22);
    CHECK(bpf_aot_map_lookup(write_only, &key, &value, LOCK) == -1);
    CHECK(bpf_aot_map_get_next_key(write_only, NULL, &value) == -1);
    CHECK(bpf_aot_map_lookup_and_delete(write_only, &key, &value, 0) == -1);
    CHECK(bpf_aot_map_freeze(write_only) == 0);
    CHECK(bpf_aot_map_update(write_only, &key, &value, ANY) == -1);
    CHECK(bpf_aot_map_delete(write_only, &key) == -1);
    CHECK(bpf_aot_map_freeze(write_only) == -1);
    struct bpf_aot_map_info info;
    CHECK(bpf_aot_map_get_info(write_only, &info) == 0);
    CHECK(info.frozen && info.flags == 0 && info.type == HASH && info.max_entries == 2);
    bpf_aot_map_destroy(write_only);
}

static void per_cpu_values_are_arrays(void) {
    uint64_t values[3] = {10, 11, 12}, found[3] = {0};
    uint32_t key = 1;
    bpf_aot_active_cpus = 3;
    struct bpf_aot_map *maps[] = {create(PERCPU_ARRAY, 4, 6, 2, 0), create(PERCPU_HASH, 4, 6, 2, 0),
                                  create(10, 4, 6, 2, 0)};
    for (int i = 0; i < 3; i++) {
        CHECK(bpf_aot_map_value_bytes(maps[i]) == sizeof(values));
        for (selftest_cpu = 0; selftest_cpu < 3; selftest_cpu++) {
            CHECK(bpf_aot_map_update(maps[i], &key, values, ANY) == 0);
            memset(found, 0, sizeof(found));
            CHECK(bpf_aot_map_lookup(maps[i], &key, found, 0) == 0);
            CHECK(memcmp(found, values, sizeof(found)) == 0);
        }
        CHECK(bpf_aot_map_update(maps[i], &key, values, NOEXIST) == -17);
        bpf_aot_map_destroy(maps[i]);
    }
    selftest_cpu = 0;
    bpf_aot_active_cpus = 1;
}

static void inner_maps_go_by_handle(void) {
    struct bpf_aot_map *inner = create(ARRAY, 4, 4, 2, 0), *other = create(HASH, 4, 4, 2, 0);
    struct bpf_aot_map *outer = NULL;
    struct bpf_aot_map_opts opts = {.inner = inner};
    uint32_t key = 1, beyond = 2, id = bpf_aot_map_id(inner), wrong = bpf_aot_map_id(other), read;
    CHECK(id && wrong && id != wrong && bpf_aot_map_by_id(id) == inner);
    CHECK(bpf_aot_map_create(ARRAY_OF_MAPS, "outer", 4, 4, 2, &opts, &outer) == 0);
    CHECK(bpf_aot_map_update(outer, &key, &wrong, ANY) == -22);
    CHECK(bpf_aot_map_update(outer, &key, &id, NOEXIST) == -22);
    CHECK(bpf_aot_map_update(outer, &beyond, &id, ANY) == -7);
    CHECK(bpf_aot_map_lookup(outer, &key, &read, 0) == -2);
    CHECK(bpf_aot_map_update(outer, &key, &id, ANY) == 0);
    bpf_aot_map_destroy(inner); /* the slot holds it */
    CHECK(bpf_aot_map_lookup(outer, &key, &read, 0) == 0 && read == id);
    CHECK(bpf_aot_map_by_id(id) == inner);
    CHECK(bpf_aot_map_delete(outer, &key) == 0);
    CHECK(bpf_aot_map_by_id(id) == NULL);
    CHECK(bpf_aot_map_update(outer, &key, &id, ANY) == -9);
    CHECK(bpf_aot_map_delete(outer, &key) == -2);
    bpf_aot_map_destroy(outer);
    opts.inner = other;
    CHECK(bpf_aot_map_create(HASH_OF_MAPS, "outer", 4, 4, 2, &opts, &outer) == 0);
    CHECK(bpf_aot_map_update(outer, &key, &wrong, EXIST) == -2);
    CHECK(bpf_aot_map_update(outer, &key, &wrong, NOEXIST) == 0);
    CHECK(bpf_aot_map_update(outer, &key, &wrong, NOEXIST) == -17);
    bpf_aot_map_destroy(other);
    CHECK(bpf_aot_map_by_id(wrong) == other);
    bpf_aot_map_destroy(outer);
    CHECK(bpf_aot_map_by_id(wrong) == NULL);
}

static void hashes_are_read_in_batches(void) {
    struct bpf_aot_map *map = create(HASH, 8, 4, 10, 0);
    uint64_t keys[10], seen = 0;
    uint32_t values[10], count = 10, token, steps = 0;
    for (uint32_t i = 0; i < 10; i++) {
        keys[i] = i;
        values[i] = 100 + i;
    }
    CHECK(bpf_aot_map_update_batch(map, keys, values, &count, NULL) == 0 && count == 10);
    CHECK(bpf_aot_map_lookup_batch(map, NULL, &token, keys, values, &count, NULL) == -2);
    CHECK(count == 10);
    uint32_t room = 1, total = 0, *from = NULL;
    int status = 0;
    while (status != -2 && ++steps < 20) {
        count = room;
        status = bpf_aot_map_lookup_batch(map, from, &token, keys, values, &count, NULL);
        CHECK(status == 0 || status == -2 || status == -28);
        room += status == -28; /* a bucket with more elements */
        CHECK(count <= room && (status != 0 || count) && (status != -28 || !count));
        for (uint32_t i = 0; i < count; i++) {
            CHECK(values[i] == keys[i] + 100);
            seen |= (uint64_t)1 << keys[i];
        }
        total += count;
        from = status == -28 && !total ? NULL : &token;
    }
    CHECK(total == 10);
    CHECK(seen == 0x3ff);
    count = 10; /* exactly as many as there are: the walk is at its end */
    CHECK(bpf_aot_map_lookup_and_delete_batch(map, NULL, &token, keys, values, &count, NULL) == -2);
    CHECK(count == 10);
    CHECK(bpf_aot_map_get_next_key(map, NULL, keys) == -2);
    struct bpf_aot_batch_opts opts = {.elem_flags = 1};
    CHECK(bpf_aot_map_update_batch(map, keys, values, &count, &opts) == -22);
    count = 0;
    CHECK(bpf_aot_map_delete_batch(map, keys, &count, NULL) == 0);
    count = 1;
    CHECK(bpf_aot_map_delete_batch(map, keys, &count, NULL) == -2 && count == 0);
    bpf_aot_map_destroy(map);
}

static void other_types_are_read_by_keys(void) {
    uint32_t keys[4], values[4], token, count = 3;
    struct bpf_aot_map *array = create(ARRAY, 4, 4, 5, 0);
    CHECK(bpf_aot_map_lookup_batch(array, NULL, &token, keys, values, &count, NULL) == 0);
    CHECK(count == 3 && keys[2] == 2 && token == 2);
    CHECK(bpf_aot_map_lookup_batch(array, &token, &token, keys, values, &count, NULL) == -2);
    CHECK(count == 2 && keys[0] == 3 && keys[1] == 4);
    count = 2; /* exactly to the end: the generic walk does not look further */
    CHECK(bpf_aot_map_lookup_batch(array, keys + 2, &token, keys, values, &count, NULL) == 0);
    count = 1;
    CHECK(bpf_aot_map_delete_batch(array, keys, &count, NULL) == -524);
    bpf_aot_map_destroy(array);
}

static void names_and_ids_are_the_kernels(void) {
    struct bpf_aot_map *map = NULL, *second;
    CHECK(bpf_aot_map_create(HASH, "sixteen_letters_", 4, 4, 1, NULL, &map) == -22);
    CHECK(bpf_aot_map_create(HASH, "a-b", 4, 4, 1, NULL, &map) == -22);
    CHECK(bpf_aot_map_create(HASH, "fifteen_letters", 4, 4, 1, NULL, &map) == 0);
    struct bpf_aot_map_info info;
    CHECK(bpf_aot_map_get_info(map, &info) == 0);
    CHECK(memcmp(info.name, "fifteen_letters", 16) == 0);
    second = create(HASH, 4, 4, 1, 0);
    uint32_t next = 0;
    CHECK(bpf_aot_map_next_id(info.id, &next) == 0 && next == bpf_aot_map_id(second));
    CHECK(bpf_aot_map_next_id(next, &next) == -2);
    bpf_aot_map_destroy(second);
    bpf_aot_map_destroy(map);
    CHECK(bpf_aot_map_id(map) == 0);
}

const struct selftest host_tests[] = {
    {"maps are created or refused as in the kernel", maps_are_created_or_refused_as_in_the_kernel},
    {"hash answers as bpf(2)", hash_answers_as_bpf},
    {"walks survive updates", walks_survive_updates},
    {"types without an operation say so", types_without_an_operation_say_so},
    {"access is checked first", access_is_checked_first},
    {"per-CPU values are arrays", per_cpu_values_are_arrays},
    {"inner maps go by handle", inner_maps_go_by_handle},
    {"hashes are read in batches", hashes_are_read_in_batches},
    {"other types are read by keys", other_types_are_read_by_keys},
    {"names and ids are the kernel's", names_and_ids_are_the_kernels},
    {NULL, NULL},
};
