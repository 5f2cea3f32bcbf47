/* SPDX-License-Identifier: Apache-2.0 */
/* Hash maps: what the kernel's answer, and that storage is reused without losing keys. */
#include "selftest.h"
#include "test_map.h"

#include "libcalls/libcalls.h"

TEST_MAP(small, hash, 1, HASH, 4, 8, 3, 1);
TEST_MAP(single, hash, 1, HASH, 1, 1, 1, 1);
TEST_MAP(odd, hash, 1, HASH, 7, 3, 64, 1);
TEST_MAP(churn, hash, 1, HASH, 8, 8, 100, 1);
TEST_MAP(percpu, percpu_hash, 5, HASH, 4, 4, 2, 4);
TEST_MAP(devices, devmap_hash, 25, HASH, 4, 8, 2, 1);

static long put(struct bpf_aot_map *map, uint32_t key, uint64_t value, uint64_t flags) {
    return (long)bpf_aot_map_update_elem(map, &key, &value, flags);
}

static uint64_t *get(struct bpf_aot_map *map, uint32_t key) {
    return bpf_aot_map_lookup_elem(map, &key);
}

static long drop(struct bpf_aot_map *map, uint32_t key) {
    return (long)bpf_aot_map_delete_elem(map, &key);
}

static uint32_t count_keys(struct bpf_aot_map *map) {
    uint32_t count = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        count++;
    }
    return count;
}

static void hash_answers_as_the_kernel(void) {
    CHECK(get(&small, 1) == NULL);
    CHECK(small.ops->next_key(&small, NULL) == NULL);
    CHECK(put(&small, 1, 10, EXIST) == -2);
    CHECK(put(&small, 1, 10, BOTH) == -22);
    CHECK(put(&small, 1, 10, LOCK) == -22);
    CHECK(put(&small, 1, 10, 1ull << 32) == -22);
    CHECK(put(&small, 1, 10, NOEXIST) == 0);
    CHECK(put(&small, 1, 11, NOEXIST) == -17);
    CHECK(get(&small, 1) && *get(&small, 1) == 10);
    CHECK(put(&small, 1, 11, EXIST) == 0);
    CHECK(*get(&small, 1) == 11);
    CHECK(drop(&small, 2) == -2);
    CHECK(drop(&small, 1) == 0);
    CHECK(drop(&small, 1) == -2);
    CHECK(get(&small, 1) == NULL);
}

static void full_hash_takes_updates_only(void) {
    CHECK(put(&small, 1, 1, ANY) == 0);
    CHECK(put(&small, 2, 2, ANY) == 0);
    CHECK(put(&small, 3, 3, ANY) == 0);
    CHECK(put(&small, 4, 4, ANY) == -7);
    CHECK(put(&small, 4, 4, NOEXIST) == -7);
    CHECK(put(&small, 4, 4, EXIST) == -2);
    CHECK(put(&small, 3, 3, NOEXIST) == -17);
    for (uint64_t i = 0; i < 10; i++) {
        CHECK(put(&small, 2, 20 + i, ANY) == 0);
        CHECK(*get(&small, 1) == 1 && *get(&small, 2) == 20 + i && *get(&small, 3) == 3);
    }
    CHECK(drop(&small, 1) == 0);
    CHECK(put(&small, 4, 4, ANY) == 0);
    CHECK(put(&small, 1, 1, ANY) == -7);
    CHECK(count_keys(&small) == 3);
    CHECK(drop(&small, 2) == 0 && drop(&small, 3) == 0 && drop(&small, 4) == 0);
    CHECK(count_keys(&small) == 0);
}

static void update_leaves_the_old_value_alone(void) {
    CHECK(put(&small, 9, 1, ANY) == 0);
    uint64_t *old = get(&small, 9);
    CHECK(put(&small, 9, 2, ANY) == 0);
    CHECK(*old == 1 && get(&small, 9) != old && *get(&small, 9) == 2);
    CHECK(drop(&small, 9) == 0);
    CHECK(*old == 1);
}

static void one_entry_is_enough(void) {
    uint8_t key = 5, other = 6, value = 1, changed = 2;
    CHECK(bpf_aot_map_update_elem(&single, &key, &value, ANY) == 0);
    CHECK(bpf_aot_map_update_elem(&single, &other, &value, ANY) == -7);
    CHECK(bpf_aot_map_update_elem(&single, &key, &changed, ANY) == 0);
    CHECK(*(uint8_t *)bpf_aot_map_lookup_elem(&single, &key) == 2);
    CHECK(bpf_aot_map_delete_elem(&single, &key) == 0);
    CHECK(bpf_aot_map_update_elem(&single, &other, &value, ANY) == 0);
}

/* The same key at any address is the same key. */
static void keys_need_no_alignment(void) {
    uint8_t area[16] __attribute__((aligned(8)));
    for (uint8_t i = 0; i < 64; i++) {
        uint8_t value[3] = {i, 2, 3};
        uint8_t *key = area + i % 8;
        memset(key, i, 7);
        CHECK(bpf_aot_map_update_elem(&odd, key, value, NOEXIST) == 0);
    }
    for (uint8_t i = 0; i < 64; i++) {
        uint8_t *key = area + (i + 3) % 8;
        memset(key, i, 7);
        uint8_t *value = bpf_aot_map_lookup_elem(&odd, key);
        CHECK(value && value[0] == i && value[2] == 3);
        key[6] ^= 1;
        CHECK(bpf_aot_map_lookup_elem(&odd, key) == NULL);
    }
}

static void check_churn(const uint64_t *model, uint32_t keys) {
    uint32_t present = 0;
    for (uint64_t key = 0; key < keys; key++) {
        uint64_t *value = bpf_aot_map_lookup_elem(&churn, &key);
        CHECK((value != NULL) == (model[key] != 0));
        CHECK(!value || *value == model[key]);
        present += model[key] != 0;
    }
    CHECK(count_keys(&churn) == present);
}

/* Random operations against a plain array; 0 stands for absent. */
static void churn_agrees_with_a_model(void) {
    static uint64_t model[150];
    uint32_t present = 0;
    for (uint64_t step = 1; step <= 20000; step++) {
        uint64_t key = (uint32_t)selftest_random() % 150;
        if (selftest_random() & 1) {
            long expected = model[key] || present < 100 ? 0 : -7;
            CHECK(bpf_aot_map_update_elem(&churn, &key, &step, ANY) == expected);
            if (expected == 0) {
                present += model[key] == 0;
                model[key] = step;
            }
        } else {
            CHECK(bpf_aot_map_delete_elem(&churn, &key) == (model[key] ? 0 : -2));
            present -= model[key] != 0;
            model[key] = 0;
        }
        if (step % 1000 == 0) {
            check_churn(model, 150);
        }
    }
}

static void percpu_hash_separates_cpus(void) {
    uint32_t key = 1, value = 10;
    selftest_cpu = 2;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
    uint32_t *stored = bpf_aot_map_lookup_elem(&percpu, &key);
    for (uint32_t cpu = 0; cpu < 4; cpu++) {
        CHECK(*(uint32_t *)percpu.ops->value_on(&percpu, &key, cpu) == (cpu == 2 ? 10u : 0u));
    }
    value = 11;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, EXIST) == 0);
    CHECK(*stored == 11); /* in place */
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == -17);
    selftest_cpu = 1;
    value = 12;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
    CHECK(*stored == 11);
    CHECK(bpf_aot_map_delete_elem(&percpu, &key) == 0);
    CHECK(bpf_aot_map_delete_elem(&percpu, &key) == -2);
    /* A reused element shows nothing of its former values. */
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == 0);
    CHECK(*(uint32_t *)percpu.ops->value_on(&percpu, &key, 2) == 0);
    CHECK(percpu.ops->value_on(&percpu, &key, 4) == NULL);
}

static void devmap_hash_refuses_no_device(void) {
    uint32_t key = 1000, device[2] = {3, 0}, none[2] = {0, 0};
    CHECK(devices.ops->update(&devices, &key, none, ANY) == -22);
    CHECK(devices.ops->update(&devices, &key, device, BOTH) == -22);
    CHECK(devices.ops->update(&devices, &key, device, NOEXIST) == 0);
    CHECK(devices.ops->update(&devices, &key, device, NOEXIST) == -17);
    CHECK(bpf_aot_redirect_map(&devices, 1000, 2) == 4);
    CHECK(bpf_aot_redirect_map(&devices, 1001, 2) == 2);
    CHECK(bpf_aot_redirect_map(&devices, 1001, 8) == 4);
    key = 1001;
    CHECK(devices.ops->update(&devices, &key, device, EXIST) == 0);
    key = 1002;
    CHECK(devices.ops->update(&devices, &key, device, ANY) == -7);
    CHECK(devices.ops->remove(&devices, &key) == -2);
}

const struct selftest hash_tests[] = {
    {"hash answers as the kernel", hash_answers_as_the_kernel},
    {"full hash takes updates only", full_hash_takes_updates_only},
    {"update leaves the old value alone", update_leaves_the_old_value_alone},
    {"one entry is enough", one_entry_is_enough},
    {"keys need no alignment", keys_need_no_alignment},
    {"churn agrees with a model", churn_agrees_with_a_model},
    {"percpu_hash separates CPUs", percpu_hash_separates_cpus},
    {"devmap_hash refuses no device", devmap_hash_refuses_no_device},
    {NULL, NULL},
};
