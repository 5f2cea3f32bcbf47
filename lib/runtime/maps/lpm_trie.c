/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_LPM_TRIE: a binary trie whose nodes are entries or forks between two children.
 * Writers hold the map's lock; a reader takes none. A node that leaves the trie is not used again
 * before so many others have left; a reader that saw so many leave looks again. */
#include "maps/lpm.h"

/* A reader gives up after so many disturbed searches. */
enum { SEARCHES_MAX = 64 };

/* Whether all of the node's prefix is in the key's: bits before word `first` are known to be. */
static inline bool covers(const struct bpf_aot_lpm_node *node, uint32_t prefix, uint32_t first,
                          const struct lpm_key *key) {
    uint32_t last = prefix / LPM_WORD_BITS;
    for (uint32_t i = first; i < last; i++) {
        if (lpm_node_word(node, i) != key->words[i]) {
            return false;
        }
    }
    uint32_t bits = prefix % LPM_WORD_BITS;
    return bits == 0 ||
           (lpm_node_word(node, last) ^ key->words[last]) >> (LPM_WORD_BITS - bits) == 0;
}

/* A node below another one has the other's prefix, so each word is compared once or twice. */
static uint32_t search_words(const struct lpm *lpm, const struct lpm_key *key) {
    uint32_t found = 0;
    uint32_t first = 0;
    uint32_t number = __atomic_load_n(&lpm->head->root, __ATOMIC_ACQUIRE);
    while (number) {
        const struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
        uint32_t prefix = lpm_prefix(node);
        if (prefix > key->prefix || !covers(node, prefix, first, key)) {
            break;
        }
        found = lpm_is_fork(node) ? found : number;
        if (prefix == key->prefix) {
            break;
        }
        first = prefix / LPM_WORD_BITS;
        number = lpm_child(node, lpm_bit(key, prefix));
    }
    return found;
}

/* As search_words, for data of one word at most: no loop, no branch but those out of it. */
static uint32_t search_one_word(const struct lpm *lpm, const struct lpm_key *key) {
    const rt_word word = key->words[0];
    const uint32_t key_prefix = key->prefix;
    uint32_t found = 0;
    uint32_t number = __atomic_load_n(&lpm->head->root, __ATOMIC_ACQUIRE);
    while (number) {
        const struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
        uint32_t prefix = lpm_prefix(node);
        rt_word different = lpm_node_word(node, 0) ^ word;
        /* A prefix of 0 bits would shift by all of them. */
        if (prefix > key_prefix || (prefix && different >> (LPM_WORD_BITS - prefix))) {
            break;
        }
        found = lpm_is_fork(node) ? found : number;
        if (prefix == key_prefix) {
            break;
        }
        number = lpm_child(node, word >> (LPM_WORD_BITS - 1 - prefix) & 1);
    }
    return found;
}

static uint32_t search(const struct lpm *lpm, const struct lpm_key *key) {
    return lpm->data_bytes <= sizeof(rt_word) ? search_one_word(lpm, key) : search_words(lpm, key);
}

static void *lpm_trie_lookup(struct bpf_aot_map *map, const void *key) {
    struct lpm lpm = lpm_of(map);
    struct lpm_key read;
    if (rt_load32(key) > lpm.max_prefix) {
        return NULL;
    }
    lpm_read_key(&lpm, key, &read);
    uint32_t before = __atomic_load_n(&lpm.head->left, __ATOMIC_ACQUIRE);
    uint32_t number = 0;
    for (int searches = 0; searches < SEARCHES_MAX; searches++) {
        number = search(&lpm, &read);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        uint32_t after = __atomic_load_n(&lpm.head->left, __ATOMIC_RELAXED);
        if (after - before < BPF_AOT_LPM_WAITING) {
            break;
        }
        before = after;
    }
    return number ? (unsigned char *)lpm_at(&lpm, number) + lpm.value_at : NULL;
}

/* There always is one: entries, forks (fewer than entries) and those that wait fit. */
static uint32_t take(const struct lpm *lpm, uint32_t max_entries) {
    struct bpf_aot_lpm *head = lpm->head;
    bool fresh = head->used < 2 * (uint64_t)max_entries + BPF_AOT_LPM_WAITING;
    if (head->waiting <= BPF_AOT_LPM_WAITING && fresh) {
        return ++head->used;
    }
    uint32_t number = head->first_waiting;
    head->first_waiting = lpm_at(lpm, number)->state >> 1;
    head->waiting--;
    __atomic_thread_fence(__ATOMIC_RELEASE); /* who sees it change sees how many have left */
    return number;
}

/* All but its link stays: a reader may still go through it. */
static void give(const struct lpm *lpm, uint32_t number) {
    struct bpf_aot_lpm *head = lpm->head;
    if (head->waiting++) {
        struct bpf_aot_lpm_node *last = lpm_at(lpm, head->last_waiting);
        __atomic_store_n(&last->state, (last->state & LPM_FORK) | number << 1, __ATOMIC_RELAXED);
    } else {
        head->first_waiting = number;
    }
    head->last_waiting = number;
    __atomic_store_n(&head->left, head->left + 1, __ATOMIC_RELEASE);
}

static void set_node(const struct lpm *lpm, uint32_t number, const void *data, uint32_t prefix,
                     uint32_t state) {
    struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
    __atomic_store_n(&node->child[0], 0, __ATOMIC_RELAXED);
    __atomic_store_n(&node->child[1], 0, __ATOMIC_RELAXED);
    __atomic_store_n(&node->prefix, prefix, __ATOMIC_RELAXED);
    __atomic_store_n(&node->state, state, __ATOMIC_RELAXED);
    table_copy(node + 1, data, lpm->data_bytes);
}

static void set_child(const struct lpm *lpm, uint32_t number, uint32_t bit, uint32_t child) {
    __atomic_store_n(&lpm_at(lpm, number)->child[bit], child, __ATOMIC_RELEASE);
}

static uint32_t node_bit(const struct lpm *lpm, uint32_t number, uint32_t index) {
    rt_word word = lpm_node_word(lpm_at(lpm, number), index / LPM_WORD_BITS);
    return word >> (LPM_WORD_BITS - 1 - index % LPM_WORD_BITS) & 1;
}

/* Where the walk for a change ends: at a node that the key equals or leaves, or at nothing. */
struct way {
    uint32_t *link;   /* leads to the node */
    uint32_t *before; /* leads to its parent; NULL: has none */
    uint32_t match;
};

static struct way find_way(const struct lpm *lpm, const struct lpm_key *key) {
    struct way way = {.link = &lpm->head->root};
    while (*way.link) {
        struct bpf_aot_lpm_node *node = lpm_at(lpm, *way.link);
        way.match = lpm_match(node, key);
        if (node->prefix != way.match || node->prefix == key->prefix) {
            break;
        }
        way.before = way.link;
        way.link = &node->child[lpm_bit(key, way.match)];
    }
    return way;
}

/* The kernel's order: what the flags say about existence comes before a full map. */
static long check(const struct lpm *lpm, const struct bpf_aot_map *map, bool exists,
                  uint64_t flags) {
    long status = table_check(exists, flags);
    return !status && !exists && lpm->head->count >= map->max_entries ? -RT_ENOSPC : status;
}

static uint32_t new_entry(const struct lpm *lpm, const struct bpf_aot_map *map, const void *key,
                          const void *value) {
    uint32_t number = take(lpm, map->max_entries);
    set_node(lpm, number, (const unsigned char *)key + 4, rt_load32(key), LPM_ENTRY);
    table_copy((unsigned char *)lpm_at(lpm, number) + lpm->value_at, value, map->value_size);
    return number;
}

/* A fork of the first `match` bits, above the node of the way and the new one. */
static uint32_t fork_of(const struct lpm *lpm, const struct bpf_aot_map *map, const struct way *way,
                        const struct lpm_key *key, uint32_t number) {
    uint32_t fork = take(lpm, map->max_entries);
    uint32_t bit = lpm_bit(key, way->match);
    set_node(lpm, fork, lpm_at(lpm, *way->link) + 1, way->match, LPM_FORK);
    set_child(lpm, fork, bit, number);
    set_child(lpm, fork, 1 - bit, *way->link);
    return fork;
}

static long update_locked(const struct lpm *lpm, struct bpf_aot_map *map,
                          const struct table_update *update, const struct lpm_key *read) {
    struct way way = find_way(lpm, read);
    uint32_t old = *way.link;
    bool same = old && lpm_at(lpm, old)->prefix == way.match;
    bool exists = same && !lpm_is_fork(lpm_at(lpm, old));
    long status = check(lpm, map, exists, update->flags);
    if (status) {
        return status;
    }
    uint32_t number = new_entry(lpm, map, update->key, update->value);
    uint32_t top = number;
    if (same) {
        set_child(lpm, number, 0, lpm_child(lpm_at(lpm, old), 0));
        set_child(lpm, number, 1, lpm_child(lpm_at(lpm, old), 1));
    } else if (old && way.match == read->prefix) {
        set_child(lpm, number, node_bit(lpm, old, way.match), old);
    } else if (old) {
        top = fork_of(lpm, map, &way, read, number);
    }
    __atomic_store_n(way.link, top, __ATOMIC_RELEASE);
    if (same) {
        give(lpm, old);
    }
    lpm->head->count += !exists;
    return 0;
}

/* While another holds the lock, the way down is fetched: a large trie is slow for its cache misses.
 */
static void lock(const struct lpm *lpm, const struct lpm_key *key) {
    if (__atomic_load_n(&lpm->head->lock, __ATOMIC_RELAXED) & 1) {
        search(lpm, key);
    }
    table_lock(&lpm->head->lock);
}

static long lpm_trie_update(struct bpf_aot_map *map, const void *key, const void *value,
                            uint64_t flags) {
    struct lpm lpm = lpm_of(map);
    struct table_update update = {.key = key, .value = value, .flags = flags};
    struct lpm_key read;
    if (!table_flags_valid(&update) || rt_load32(key) > lpm.max_prefix) {
        return -RT_EINVAL;
    }
    lpm_read_key(&lpm, key, &read);
    lock(&lpm, &read);
    long status = update_locked(&lpm, map, &update, &read);
    table_unlock(&lpm.head->lock);
    return status;
}

/* With two children it becomes a fork. Otherwise its child takes its place; without one, a fork
 * above it gives way to its other child. */
static long remove_locked(const struct lpm *lpm, const struct lpm_key *key) {
    struct way way = find_way(lpm, key);
    uint32_t number = *way.link;
    struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
    if (!number || node->prefix != way.match || node->prefix != key->prefix || lpm_is_fork(node)) {
        return -RT_ENOENT;
    }
    lpm->head->count--;
    uint32_t child = node->child[0] ? node->child[0] : node->child[1];
    uint32_t above = way.before ? *way.before : 0;
    if (node->child[0] && node->child[1]) {
        __atomic_store_n(&node->state, LPM_FORK, __ATOMIC_RELAXED);
        return 0;
    }
    if (!child && above && lpm_is_fork(lpm_at(lpm, above))) {
        struct bpf_aot_lpm_node *fork = lpm_at(lpm, above);
        uint32_t other = fork->child[fork->child[0] == number];
        __atomic_store_n(way.before, other, __ATOMIC_RELEASE);
        give(lpm, above);
    } else {
        __atomic_store_n(way.link, child, __ATOMIC_RELEASE);
    }
    give(lpm, number);
    return 0;
}

static long lpm_trie_remove(struct bpf_aot_map *map, const void *key) {
    struct lpm lpm = lpm_of(map);
    struct lpm_key read;
    if (rt_load32(key) > lpm.max_prefix) {
        return -RT_EINVAL;
    }
    lpm_read_key(&lpm, key, &read);
    lock(&lpm, &read);
    long status = remove_locked(&lpm, &read);
    table_unlock(&lpm.head->lock);
    return status;
}

static void *lpm_trie_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return cpu ? NULL : lpm_trie_lookup(map, key);
}

const struct bpf_aot_map_ops bpf_aot_lpm_trie_ops = {
    .lookup = lpm_trie_lookup,
    .update = lpm_trie_update,
    .remove = lpm_trie_remove,
    .next_key = bpf_aot_lpm_next_key,
    .value_on = lpm_trie_value_on,
    .holds = bpf_aot_lpm_holds,
};
