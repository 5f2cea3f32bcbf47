/* SPDX-License-Identifier: Apache-2.0 */
/* LPM tries: the kernel's answers (kernel/bpf/lpm_trie.c), and a model that tries every prefix. */
#include "bpf-aot/runtime.h"
#include "selftest.h"
#include "test_map.h"

#include "libcalls/libcalls.h"

TEST_MAP(ipv4, lpm_trie, 11, LPM, 8, 4, 8, 1);
TEST_MAP(order, lpm_trie, 11, LPM, 8, 4, 8, 1);
TEST_MAP(ipv6, lpm_trie, 11, LPM, 20, 8, 4, 1);
TEST_MAP(byte, lpm_trie, 11, LPM, 5, 1, 511, 1);
TEST_MAP(longest, lpm_trie, 11, LPM, 260, 3, 2, 1);
TEST_MAP(churn, lpm_trie, 11, LPM, 7, 8, 40, 1);

struct key4 {
    uint32_t prefix;
    uint8_t data[4];
};

static long put(struct bpf_aot_map *map, struct key4 key, uint32_t value, uint64_t flags) {
    return (long)bpf_aot_map_update_elem(map, &key, &value, flags);
}

static uint32_t get(struct bpf_aot_map *map, struct key4 key) {
    uint32_t *value = bpf_aot_map_lookup_elem(map, &key);
    return value ? *value : 0;
}

static long drop(struct bpf_aot_map *map, struct key4 key) {
    return (long)bpf_aot_map_delete_elem(map, &key);
}

#define KEY(bits, a, b, c, d)                                                                      \
    (struct key4) {                                                                                \
        bits, {                                                                                    \
            a, b, c, d                                                                             \
        }                                                                                          \
    }

static uint32_t count_keys(struct bpf_aot_map *map) {
    uint32_t count = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        count++;
    }
    return count;
}

static void longest_prefix_wins(void) {
    CHECK(ipv4.ops->next_key(&ipv4, NULL) == NULL);
    CHECK(get(&ipv4, KEY(32, 192, 168, 1, 1)) == 0);
    CHECK(put(&ipv4, KEY(16, 192, 168, 0, 0), 1, EXIST) == -2);
    CHECK(put(&ipv4, KEY(16, 192, 168, 0, 0), 1, NOEXIST) == 0);
    CHECK(put(&ipv4, KEY(24, 192, 168, 0, 0), 2, ANY) == 0);
    CHECK(put(&ipv4, KEY(24, 192, 168, 128, 0), 3, ANY) == 0);
    CHECK(put(&ipv4, KEY(24, 192, 168, 1, 0), 4, ANY) == 0);
    CHECK(get(&ipv4, KEY(32, 192, 168, 0, 77)) == 2);
    CHECK(get(&ipv4, KEY(32, 192, 168, 1, 1)) == 4);
    CHECK(get(&ipv4, KEY(32, 192, 168, 128, 1)) == 3);
    CHECK(get(&ipv4, KEY(32, 192, 168, 3, 1)) == 1);
    CHECK(get(&ipv4, KEY(32, 192, 169, 1, 1)) == 0);
    CHECK(get(&ipv4, KEY(20, 192, 168, 1, 1)) == 1);
    CHECK(get(&ipv4, KEY(15, 192, 168, 1, 1)) == 0);
    CHECK(get(&ipv4, KEY(33, 192, 168, 1, 1)) == 0);
    CHECK(put(&ipv4, KEY(0, 1, 2, 3, 4), 9, ANY) == 0);
    CHECK(get(&ipv4, KEY(32, 8, 8, 8, 8)) == 9);
    CHECK(get(&ipv4, KEY(0, 8, 8, 8, 8)) == 9);
    CHECK(drop(&ipv4, KEY(0, 0, 0, 0, 0)) == 0);
}

static void errors_are_the_kernels(void) {
    CHECK(put(&ipv4, KEY(33, 0, 0, 0, 0), 1, ANY) == -22);
    CHECK(put(&ipv4, KEY(8, 0, 0, 0, 0), 1, BOTH) == -22);
    CHECK(put(&ipv4, KEY(8, 0, 0, 0, 0), 1, LOCK) == -22);
    CHECK(drop(&ipv4, KEY(33, 0, 0, 0, 0)) == -22);
    CHECK(drop(&ipv4, KEY(32, 192, 168, 1, 0)) == -2);
    CHECK(drop(&ipv4, KEY(23, 192, 168, 0, 0)) == -2); /* only tells two entries apart */
    CHECK(put(&ipv4, KEY(23, 192, 168, 0, 0), 5, EXIST) == -2);
    CHECK(put(&ipv4, KEY(24, 192, 168, 1, 0), 5, NOEXIST) == -17);
    CHECK(put(&ipv4, KEY(24, 192, 168, 1, 9), 5, EXIST) == 0); /* bits behind the prefix */
    CHECK(get(&ipv4, KEY(32, 192, 168, 1, 0)) == 5);
    for (uint8_t i = 0; i < 4; i++) {
        CHECK(put(&ipv4, KEY(32, 10, 0, 0, i), i, NOEXIST) == 0);
    }
    CHECK(put(&ipv4, KEY(32, 10, 0, 0, 4), 1, ANY) == -28);
    CHECK(put(&ipv4, KEY(31, 10, 0, 0, 0), 1, ANY) == -28);
    CHECK(put(&ipv4, KEY(32, 10, 0, 0, 4), 1, EXIST) == -2);
    CHECK(put(&ipv4, KEY(32, 10, 0, 0, 3), 7, ANY) == 0);
    CHECK(count_keys(&ipv4) == 8);
    for (uint8_t i = 0; i < 4; i++) {
        CHECK(drop(&ipv4, KEY(32, 10, 0, 0, i)) == 0);
    }
    CHECK(drop(&ipv4, KEY(32, 10, 0, 0, 3)) == -2);
    CHECK(count_keys(&ipv4) == 4);
}

/* The order that lpm_trie.c describes for this very example. */
static void next_key_goes_from_long_to_short(void) {
    static const struct key4 expected[] = {
        {24, {192, 168, 0, 0}}, {24, {192, 168, 1, 0}}, {24, {192, 168, 128, 0}}, {16, {192, 168}}};
    for (uint32_t i = 0; i < 4; i++) {
        CHECK(put(&order, expected[3 - i], i, ANY) == 0);
    }
    const struct key4 *key = NULL;
    for (uint32_t i = 0; i < 4; i++) {
        key = order.ops->next_key(&order, key);
        CHECK(key && key->prefix == expected[i].prefix && !memcmp(key->data, expected[i].data, 4));
    }
    CHECK(order.ops->next_key(&order, key) == NULL);
    struct key4 absent = KEY(23, 192, 168, 0, 0), invalid = KEY(77, 0, 0, 0, 0);
    key = order.ops->next_key(&order, &absent);
    CHECK(key && !memcmp(key, &expected[0], sizeof(*key)));
    key = order.ops->next_key(&order, &invalid);
    CHECK(key && !memcmp(key, &expected[0], sizeof(*key)));
}

TEST_MAP(half, lpm_trie, 11, LPM, 8, 4, 4, 1);
TEST_MAP(word, lpm_trie, 11, LPM, 12, 4, 4, 1);

/* A prefix of as many bits as a word of the machine matches only itself. */
static void whole_words_match_only_themselves(void) {
    struct bpf_aot_map *const maps[] = {&half, &word};
    for (int i = 0; i < 2; i++) {
        uint8_t key[12] = {0}, value[4] = {1};
        uint32_t bits = (maps[i]->key_size - 4) * 8;
        memcpy(key, &bits, 4);
        CHECK(bpf_aot_map_update_elem(maps[i], key, value, ANY) == 0);
        CHECK(bpf_aot_map_lookup_elem(maps[i], key) != NULL);
        for (uint32_t bit = 0; bit < bits; bit++) {
            key[4 + bit / 8] ^= (uint8_t)(1u << bit % 8);
            CHECK(bpf_aot_map_lookup_elem(maps[i], key) == NULL);
            key[4 + bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
}

static void wide_keys(void) {
    static uint8_t key[260];
    uint8_t value[3] = {1, 2, 3}, other[3] = {4, 5, 6};
    uint32_t bits = 2047;
    memset(key, 0x5a, sizeof(key));
    memcpy(key, &bits, 4);
    CHECK(bpf_aot_map_update_elem(&longest, key, value, ANY) == 0);
    bits = 1000;
    memcpy(key, &bits, 4);
    CHECK(bpf_aot_map_update_elem(&longest, key, other, ANY) == 0);
    bits = 2048;
    memcpy(key, &bits, 4);
    uint8_t *found = bpf_aot_map_lookup_elem(&longest, key);
    CHECK(found && !memcmp(found, value, 3));
    key[200] ^= 1;
    found = bpf_aot_map_lookup_elem(&longest, key);
    CHECK(found && !memcmp(found, other, 3));
    key[4 + 124] ^= 0x80; /* bit 992 */
    CHECK(bpf_aot_map_lookup_elem(&longest, key) == NULL);

    uint8_t net[20] = {[4] = 0x20, 1, 0x0d, 0xb8}, host[20];
    uint64_t number = 77;
    bits = 32;
    memcpy(net, &bits, 4);
    CHECK(bpf_aot_map_update_elem(&ipv6, net, &number, ANY) == 0);
    memcpy(host, net, 20);
    bits = 128;
    host[19] = 1;
    memcpy(host, &bits, 4);
    uint64_t *stored = bpf_aot_map_lookup_elem(&ipv6, host);
    CHECK(stored && *stored == 77);
}

/* All prefixes of a byte; the trie then loses its entries in another order. */
static void full_trie_comes_and_goes(void) {
    uint32_t entries = 0;
    for (uint32_t bits = 0; bits <= 8; bits++) {
        for (uint32_t data = 0; data < 256; data += 256u >> bits) {
            uint8_t key[5] = {[4] = (uint8_t)data}, value = (uint8_t)bits;
            memcpy(key, &bits, 4);
            CHECK(bpf_aot_map_update_elem(&byte, key, &value, NOEXIST) == 0);
            entries++;
        }
    }
    CHECK(entries == 511 && count_keys(&byte) == 511);
    for (uint32_t bits = 0; bits <= 8; bits++) {
        for (uint32_t data = 0; data < 256; data += 256u >> bits) {
            uint8_t key[5] = {[4] = (uint8_t)data};
            memcpy(key, &bits, 4);
            CHECK(bpf_aot_map_delete_elem(&byte, key) == 0);
            uint32_t all = 8;
            memcpy(key, &all, 4);
            uint8_t *value = bpf_aot_map_lookup_elem(&byte, key);
            CHECK(bits == 8 ? !value : value && *value == 8);
        }
    }
    CHECK(count_keys(&byte) == 0);
}

struct entry {
    uint64_t value; /* 0: absent */
    uint8_t key[7];
};

static bool covers(const struct entry *entry, const uint8_t *key) {
    uint32_t bits, limit;
    memcpy(&bits, entry->key, 4);
    memcpy(&limit, key, 4);
    if (!entry->value || bits > limit) {
        return false;
    }
    for (uint32_t i = 0; i < bits; i++) {
        if ((entry->key[4 + i / 8] ^ key[4 + i / 8]) >> (7 - i % 8) & 1) {
            return false;
        }
    }
    return true;
}

static const struct entry *best(const struct entry *model, const uint8_t *key) {
    const struct entry *found = NULL;
    for (uint32_t i = 0; i < 40; i++) {
        if (covers(&model[i], key) && (!found || memcmp(&model[i].key, found->key, 4) != 0)) {
            uint32_t bits, longest_bits = 0;
            memcpy(&bits, model[i].key, 4);
            if (found) {
                memcpy(&longest_bits, found->key, 4);
            }
            found = !found || bits > longest_bits ? &model[i] : found;
        }
    }
    return found;
}

/* Few bits differ, so that prefixes meet. */
static void random_key(uint8_t *key) {
    uint32_t bits = (uint32_t)selftest_random() % 25;
    memcpy(key, &bits, 4);
    for (int i = 4; i < 7; i++) {
        key[i] = (uint8_t)(selftest_random() & 0x81);
    }
}

static void churn_agrees_with_a_model(void) {
    static struct entry model[40];
    for (uint64_t step = 1; step <= 20000; step++) {
        uint8_t area[16] __attribute__((aligned(8))), *key = area + step % 8;
        random_key(key);
        uint32_t bits;
        memcpy(&bits, key, 4);
        struct entry *slot = (struct entry *)best(model, key), *place = NULL;
        for (uint32_t i = 0; i < 40; i++) {
            place = !model[i].value ? &model[i] : place;
        }
        bool same = slot && !memcmp(slot->key, &bits, 4);
        if (selftest_random() & 1) {
            long expected = same || place ? 0 : -28;
            CHECK(bpf_aot_map_update_elem(&churn, key, &step, ANY) == expected);
            place = same ? slot : place;
            if (place) {
                memcpy(place->key, key, 7);
                place->value = step;
            }
        } else {
            CHECK(bpf_aot_map_delete_elem(&churn, key) == (same ? 0 : -2));
            if (same) {
                slot->value = 0;
            }
        }
        random_key(key);
        const struct entry *expected = best(model, key);
        uint64_t *value = bpf_aot_map_lookup_elem(&churn, key);
        CHECK((value ? *value : 0) == (expected ? expected->value : 0));
    }
}

const struct selftest lpm_tests[] = {
    {"longest prefix wins", longest_prefix_wins},
    {"errors are the kernel's", errors_are_the_kernels},
    {"next key goes from long to short", next_key_goes_from_long_to_short},
    {"whole words match only themselves", whole_words_match_only_themselves},
    {"wide keys", wide_keys},
    {"full trie comes and goes", full_trie_comes_and_goes},
    {"churn agrees with a model", churn_agrees_with_a_model},
    {NULL, NULL},
};
