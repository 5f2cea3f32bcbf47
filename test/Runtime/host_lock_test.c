/* SPDX-License-Identifier: Apache-2.0 */
/* The host and values with fields that are not its own: BPF_F_LOCK, as kernel/bpf/syscall.c and
 * hashtab.c have it, and removal in one step with the lookup. */
#include "bpf-aot/host.h"

#include "libcalls/libcalls.h"
#include "maps/fields.h"
#include "selftest.h"
#include "test_map.h"

struct value {
    uint32_t before, lock, after;
};

static const struct bpf_aot_field fields[] = {{BPF_AOT_FIELD_LOCK, 4}, {0, 0}};
TEST_MAP(array, array, 2, ARRAY, 4, 12, 2, 1);
TEST_MAP(hash, hash, 1, HASH, 4, 12, 2, 1);
TEST_MAP(plain, hash, 1, HASH, 4, 12, 2, 1);
TEST_MAP(lru, lru_hash, 9, LRU, 4, 12, 2, 1);
TEST_MAP(each, percpu_hash, 5, HASH, 4, 12, 2, 4);

enum { KEY = 1 };

static struct value *stored(struct bpf_aot_map *map, uint32_t before, uint32_t after) {
    static const uint32_t key = KEY;
    struct value value = {before, 77, after};
    map->fields = fields;
    CHECK(bpf_aot_map_update(map, &key, &value, ANY) == 0);
    return bpf_aot_map_lookup_elem(map, (void *)&key);
}

static void fields_are_hidden(struct bpf_aot_map *map) {
    uint32_t key = KEY;
    struct value out = {9, 9, 9}, *value = stored(map, 1, 3);
    CHECK(value->before == 1 && value->lock == 0 && value->after == 3);
    value->lock = 1;
    CHECK(bpf_aot_map_lookup(map, &key, &out, 0) == 0);
    CHECK(out.before == 1 && out.lock == 0 && out.after == 3 && value->lock == 1);
    CHECK(bpf_aot_map_lookup(map, &key, &out, LOCK) == -16);
    CHECK(bpf_aot_map_update(map, &key, &out, LOCK) == -16 && value->lock == 1);
    value->lock = 0;
    out.after = 5;
    CHECK(bpf_aot_map_update(map, &key, &out, LOCK | EXIST) == 0);
    CHECK(value->after == 5 && value->lock == 0); /* in place */
    CHECK(bpf_aot_map_lookup(map, &key, &out, LOCK) == 0 && out.after == 5);
    CHECK(bpf_aot_map_lookup(map, &key, &out, LOCK | 1) == -22);
    CHECK(bpf_aot_map_update(map, &key, &out, LOCK | NOEXIST) == -17);
}

static void arrays_hide_their_fields(void) {
    fields_are_hidden(&array);
}

static void hashes_hide_their_fields(void) {
    fields_are_hidden(&hash);
}

static void values_without_a_lock_refuse_it(void) {
    uint32_t key = KEY, count = 1, token;
    struct value value = {1, 2, 3};
    struct bpf_aot_batch_opts opts = {.elem_flags = LOCK};
    CHECK(bpf_aot_map_update(&plain, &key, &value, LOCK) == -22);
    CHECK(bpf_aot_map_update(&plain, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_lookup(&plain, &key, &value, LOCK) == -22);
    CHECK(bpf_aot_map_lookup_and_delete(&plain, &key, &value, LOCK) == -22);
    CHECK(bpf_aot_map_update_batch(&plain, &key, &value, &count, &opts) == -22);
    CHECK(bpf_aot_map_lookup_batch(&plain, NULL, &token, &key, &value, &count, &opts) == -22);
    CHECK(bpf_aot_map_lookup(&plain, &key, &value, 0) == 0 && value.lock == 2);
}

static void batches_lock(void) {
    uint32_t keys[2] = {KEY, 2}, count = 2, token;
    struct value values[2] = {{1, 7, 2}, {3, 7, 4}};
    struct bpf_aot_batch_opts opts = {.elem_flags = LOCK};
    struct value *value = stored(&hash, 0, 0);
    CHECK(bpf_aot_map_update_batch(&hash, keys, values, &count, &opts) == 0 && count == 2);
    CHECK(value->before == 1 && value->lock == 0 && value->after == 2);
    memset(values, 0xff, sizeof(values));
    CHECK(bpf_aot_map_lookup_batch(&hash, NULL, &token, keys, values, &count, &opts) == -2);
    CHECK(count == 2 && values[0].lock == 0 && values[1].lock == 0);
    CHECK(values[0].before + values[1].before == 4);
    value->lock = 1;
    CHECK(bpf_aot_map_lookup_batch(&hash, NULL, &token, keys, values, &count, &opts) == -16);
    value->lock = 0;
    count = 2;
    CHECK(bpf_aot_map_lookup_and_delete_batch(&hash, NULL, &token, keys, values, &count, &opts) ==
          -2);
    CHECK(count == 2 && bpf_aot_map_lookup(&hash, keys, values, 0) == -2);
    opts.elem_flags = LOCK | 8;
    CHECK(bpf_aot_map_delete_batch(&hash, keys, &count, &opts) == -22);
}

/* What has left the map is not given out again before it was read. */
static void what_is_taken_is_not_used_meanwhile(struct bpf_aot_map *map) {
    uint32_t key = KEY, other = 2, third = 3;
    struct value first = {1, 2, 3}, last = {4, 5, 6};
    map->fields = NULL;
    CHECK(map->ops->update(map, &key, &first, ANY) == 0);
    struct value *taken = map->ops->detach(map, &key);
    CHECK(taken && map->ops->lookup(map, &key) == NULL && !map->ops->detach(map, &key));
    CHECK(map->ops->update(map, &key, &last, ANY) == 0); /* another element */
    map->ops->update(map, &other, &last, ANY);
    map->ops->update(map, &third, &last, ANY);
    CHECK(taken->before == 1 && taken->lock == 2 && taken->after == 3);
    map->ops->reuse(map, taken);
    map->ops->remove(map, &key);
    map->ops->remove(map, &other);
    map->ops->remove(map, &third);
    for (uint32_t i = 0; i < 8; i++) {
        CHECK(map->ops->update(map, &i, &last, ANY) == (i < 2 || map == &lru ? 0 : -7));
    }
}

static void what_is_taken_stays_until_it_was_read(void) {
    what_is_taken_is_not_used_meanwhile(&plain);
    what_is_taken_is_not_used_meanwhile(&lru);
}

static void values_of_all_cpus_are_taken(void) {
    uint32_t key = KEY;
    struct value values[8] = {{1, 1, 1}};
    char *bytes = (char *)values;
    bpf_aot_active_cpus = 4;
    for (uint32_t cpu = 0; cpu < 4; cpu++) {
        memset(bytes + 16 * cpu, (int)cpu + 1, 12);
    }
    CHECK(bpf_aot_map_update(&each, &key, values, ANY) == 0);
    memset(values, 0, sizeof(values));
    CHECK(bpf_aot_map_lookup_and_delete(&each, &key, values, 0) == 0);
    CHECK(bytes[0] == 1 && bytes[16] == 2 && bytes[32] == 3 && bytes[59] == 4 && bytes[64] == 0);
    CHECK(bpf_aot_map_lookup_and_delete(&each, &key, values, 0) == -2);
    bpf_aot_active_cpus = 1;
}

/* Another seed leads elsewhere, but for maps that want none. */
static void a_seed_decides_where_keys_lie(void) {
    uint32_t key = 5;
    struct value value = {1, 2, 3};
    bpf_aot_hash_seed = 1;
    struct bpf_aot_map *seeded = NULL, *zero = NULL;
    struct bpf_aot_map_opts opts = {.flags = 1 << 6};
    CHECK(bpf_aot_map_create(1, "seeded", 4, 12, 64, NULL, &seeded) == 0);
    CHECK(bpf_aot_map_create(1, "zero", 4, 12, 64, &opts, &zero) == 0);
    CHECK(bpf_aot_map_update(seeded, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_update(zero, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_lookup(seeded, &key, &value, 0) == 0);
    bpf_aot_hash_seed = 2;
    CHECK(bpf_aot_map_lookup(seeded, &key, &value, 0) == -2);
    CHECK(bpf_aot_map_lookup(zero, &key, &value, 0) == 0);
    bpf_aot_hash_seed = 0;
    bpf_aot_map_destroy(seeded);
    bpf_aot_map_destroy(zero);
}

const struct selftest host_lock_tests[] = {
    {"arrays hide their fields", arrays_hide_their_fields},
    {"hashes hide their fields", hashes_hide_their_fields},
    {"values without a lock refuse it", values_without_a_lock_refuse_it},
    {"batches lock", batches_lock},
    {"what is taken stays until it was read", what_is_taken_stays_until_it_was_read},
    {"values of all CPUs are taken", values_of_all_cpus_are_taken},
    {"a seed decides where keys lie", a_seed_decides_where_keys_lie},
    {NULL, NULL},
};
