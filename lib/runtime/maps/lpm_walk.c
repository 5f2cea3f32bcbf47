/* SPDX-License-Identifier: Apache-2.0 */
/* Walks of an LPM trie, and what of its storage programs may see. */
#include "maps/lpm.h"

/* Goes down to what comes first below `number`. */
static uint32_t first_below(const struct lpm *lpm, uint32_t number) {
    uint32_t found = 0;
    while (number) {
        const struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
        found = number;
        number = lpm_child(node, 0);
        if (!number) {
            number = lpm_child(node, 1);
        }
    }
    return found;
}

/* What comes after the entry `key`: of its ancestors, from below, the first that has something on
 * the right of the way down, or is an entry. A key that is no entry starts over. */
static uint32_t next_entry(const struct lpm *lpm, const struct lpm_key *key) {
    uint32_t next = 0;
    uint32_t number = lpm->head->root;
    while (number) {
        const struct bpf_aot_lpm_node *node = lpm_at(lpm, number);
        uint32_t match = lpm_match(node, key);
        if (match != node->prefix) {
            break;
        }
        if (match == key->prefix) {
            return lpm_is_fork(node) ? first_below(lpm, lpm->head->root) : next;
        }
        uint32_t bit = lpm_bit(key, match);
        if (bit == 0 && lpm_child(node, 1)) {
            next = first_below(lpm, lpm_child(node, 1));
        } else if (!lpm_is_fork(node)) {
            next = number;
        }
        number = lpm_child(node, bit);
    }
    return first_below(lpm, lpm->head->root);
}

const void *bpf_aot_lpm_next_key(struct bpf_aot_map *map, const void *key) {
    struct lpm lpm = lpm_of(map);
    struct lpm_key read;
    table_lock(&lpm.head->lock);
    uint32_t number;
    if (key && rt_load32(key) <= lpm.max_prefix) {
        lpm_read_key(&lpm, key, &read);
        number = next_entry(&lpm, &read);
    } else {
        number = first_below(&lpm, lpm.head->root);
    }
    table_unlock(&lpm.head->lock);
    return number ? &lpm_at(&lpm, number)->prefix : NULL;
}

bool bpf_aot_lpm_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                       bool writes) {
    struct lpm lpm = lpm_of(map);
    size_t first = (size_t)((unsigned char *)lpm_at(&lpm, 1) - (unsigned char *)map->storage);
    uint64_t nodes = 2 * (uint64_t)map->max_entries + BPF_AOT_LPM_WAITING;
    if (offset < first || (offset - first) / lpm.node_bytes >= nodes) {
        return false;
    }
    size_t within = (offset - first) % lpm.node_bytes;
    return within >= lpm.value_at && size_bytes <= map->value_size &&
           within - lpm.value_at <= map->value_size - size_bytes;
}
