/* SPDX-License-Identifier: Apache-2.0 */
/* Index maps: what the kernel's array, devmap, cpumap and xskmap answer. */
#include "selftest.h"
#include "test_map.h"

TEST_MAP(array, array, 2, ARRAY, 4, 6, 3, 1);
TEST_MAP(percpu, percpu_array, 6, ARRAY, 4, 8, 2, 4);
TEST_MAP(devices, devmap, 14, ARRAY, 4, 8, 4, 1);
TEST_MAP(processors, cpumap, 16, ARRAY, 4, 4, 4, 1);
TEST_MAP(sockets, xskmap, 17, ARRAY, 4, 4, 4, 1);

enum { ABORTED = 0, DROP = 1, PASS = 2, TX = 3, REDIRECT = 4 };

static void array_answers_as_the_kernel(void) {
    uint32_t last = 2, beyond = 3;
    uint8_t value[6] = {1, 2, 3, 4, 5, 6};
    CHECK(bpf_aot_map_lookup_elem(&array, &beyond) == NULL);
    CHECK(bpf_aot_map_update_elem(&array, &beyond, value, ANY) == -7);
    CHECK(bpf_aot_map_update_elem(&array, &beyond, value, NOEXIST) == -7);
    CHECK(bpf_aot_map_update_elem(&array, &beyond, value, BOTH) == -22);
    CHECK(bpf_aot_map_update_elem(&array, &last, value, LOCK) == -22);
    CHECK(bpf_aot_map_update_elem(&array, &last, value, 1ull << 32) == -22);
    CHECK(bpf_aot_map_update_elem(&array, &last, value, NOEXIST) == -17);
    CHECK(bpf_aot_map_delete_elem(&array, &last) == -22);
    uint8_t *stored = bpf_aot_map_lookup_elem(&array, &last);
    CHECK(stored && stored[5] == 0);
    CHECK(bpf_aot_map_update_elem(&array, &last, value, EXIST) == 0);
    CHECK(stored[0] == 1 && stored[5] == 6); /* in place */
    uint32_t first = 0;
    uint8_t *other = bpf_aot_map_lookup_elem(&array, &first);
    CHECK(stored - other == 2 * 8); /* values of 6 bytes every 8 */
    CHECK(array.ops->value_on(&array, &last, 0) == stored);
    CHECK(array.ops->value_on(&array, &last, 1) == NULL);
}

static void array_keys_are_listed(void) {
    uint32_t beyond = 77;
    uint32_t expected = 0;
    for (const void *key = NULL; (key = array.ops->next_key(&array, key));) {
        CHECK(*(const uint32_t *)key == expected++);
    }
    CHECK(expected == 3);
    CHECK(*(const uint32_t *)array.ops->next_key(&array, &beyond) == 0);
}

static void percpu_array_separates_cpus(void) {
    uint32_t key = 1, beyond = 2;
    for (selftest_cpu = 0; selftest_cpu < 4; selftest_cpu++) {
        uint64_t value = 100 + selftest_cpu;
        CHECK(*(uint64_t *)bpf_aot_map_lookup_elem(&percpu, &key) == 0);
        CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
        CHECK(*(uint64_t *)bpf_aot_map_lookup_elem(&percpu, &key) == value);
    }
    for (uint32_t cpu = 0; cpu < 4; cpu++) {
        CHECK(*(uint64_t *)percpu.ops->value_on(&percpu, &key, cpu) == 100 + cpu);
    }
    CHECK(percpu.ops->value_on(&percpu, &key, 4) == NULL);
    CHECK(percpu.ops->value_on(&percpu, &beyond, 0) == NULL);
    selftest_cpu = 4; /* breaks the contract, but must stay inside */
    CHECK(*(uint64_t *)bpf_aot_map_lookup_elem(&percpu, &key) == 100);
    CHECK(bpf_aot_map_lookup_elem(&percpu, &beyond) == NULL);
    CHECK(bpf_aot_map_delete_elem(&percpu, &key) == -22);
    uint64_t value = 0;
    CHECK(bpf_aot_map_update_elem(&percpu, &beyond, &value, ANY) == -7);
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == -17);
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, LOCK) == -22);
}

static void check_redirect(struct bpf_aot_map *map, uint32_t present, uint32_t absent) {
    CHECK(bpf_aot_redirect_map(map, present, 0) == REDIRECT);
    CHECK(bpf_aot_redirect_map(map, present, PASS) == REDIRECT);
    CHECK(bpf_aot_redirect_target()->map == map);
    CHECK(bpf_aot_redirect_target()->target == present);
    CHECK(bpf_aot_redirect_map(map, present | 1ull << 32, 0) == REDIRECT);
    CHECK(bpf_aot_redirect_map(map, absent, 0) == ABORTED);
    CHECK(bpf_aot_redirect_map(map, absent, DROP) == DROP);
    CHECK(bpf_aot_redirect_map(map, absent, PASS) == PASS);
    CHECK(bpf_aot_redirect_map(map, absent, TX) == TX);
    CHECK(bpf_aot_redirect_target()->map == NULL);
    CHECK(bpf_aot_redirect_map(map, present, 4) == ABORTED);
    CHECK(bpf_aot_redirect_map(map, present, 32) == ABORTED);
    CHECK(bpf_aot_redirect_map(map, present, 1ull << 32) == ABORTED);
}

static void devmap_has_entries_or_not(void) {
    uint32_t key = 2, beyond = 4;
    uint32_t device[2] = {7, 0};
    CHECK(bpf_aot_map_lookup_elem(&devices, &key) == NULL);
    CHECK(devices.ops->update(&devices, &beyond, device, ANY) == -7);
    CHECK(devices.ops->update(&devices, &key, device, NOEXIST) == -17);
    CHECK(devices.ops->update(&devices, &key, device, BOTH) == -22);
    CHECK(devices.ops->update(&devices, &key, device, ANY) == 0);
    CHECK(*(uint32_t *)bpf_aot_map_lookup_elem(&devices, &key) == 7);
    check_redirect(&devices, 2, 3);
    check_redirect(&devices, 2, 4);
    /* To all devices: no key is looked up. */
    CHECK(bpf_aot_redirect_map(&devices, 3, 8) == REDIRECT);
    CHECK(bpf_aot_redirect_map(&devices, 3, 8 | 16) == REDIRECT);
    CHECK(bpf_aot_redirect_map(&devices, 3, 16 | PASS) == PASS);
    CHECK(devices.ops->remove(&devices, &key) == 0);
    CHECK(devices.ops->remove(&devices, &key) == 0);
    CHECK(devices.ops->remove(&devices, &beyond) == -22);
    CHECK(bpf_aot_map_lookup_elem(&devices, &key) == NULL);
}

static void cpumap_has_queues(void) {
    uint32_t key = 1, size = 192, too_large = 16385, none = 0;
    CHECK(processors.ops->update(&processors, &key, &too_large, ANY) == -75);
    CHECK(processors.ops->update(&processors, &key, &size, ANY) == 0);
    check_redirect(&processors, 1, 0);
    CHECK(bpf_aot_redirect_map(&processors, 1, 8) == ABORTED);
    CHECK(processors.ops->update(&processors, &key, &none, ANY) == 0);
    CHECK(bpf_aot_map_lookup_elem(&processors, &key) == NULL);
}

static void xskmap_tells_present_from_absent(void) {
    uint32_t key = 3, beyond = 4, socket = 5;
    CHECK(sockets.ops->update(&sockets, &key, &socket, EXIST) == -2);
    CHECK(sockets.ops->update(&sockets, &key, &socket, NOEXIST) == 0);
    CHECK(sockets.ops->update(&sockets, &key, &socket, NOEXIST) == -17);
    CHECK(sockets.ops->update(&sockets, &key, &socket, EXIST) == 0);
    CHECK(sockets.ops->update(&sockets, &beyond, &socket, ANY) == -7);
    CHECK(sockets.ops->update(&sockets, &key, &socket, BOTH) == -22);
    check_redirect(&sockets, 3, 0);
    CHECK(bpf_aot_redirect_map(&sockets, 3, 8) == ABORTED);
    CHECK(sockets.ops->remove(&sockets, &key) == 0);
    CHECK(bpf_aot_map_lookup_elem(&sockets, &key) == NULL);
}

const struct selftest array_tests[] = {
    {"array answers as the kernel", array_answers_as_the_kernel},
    {"array keys are listed", array_keys_are_listed},
    {"percpu_array separates CPUs", percpu_array_separates_cpus},
    {"devmap has entries or not", devmap_has_entries_or_not},
    {"cpumap has queues", cpumap_has_queues},
    {"xskmap tells present from absent", xskmap_tells_present_from_absent},
    {NULL, NULL},
};
