/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_SK_STORAGE: a hash table by the socket's handle. Where the kernel hangs a value on
 * the socket, memory for max_entries of them lies ready here. */
#include "maps/maps.h"

static void *storage_lookup(struct bpf_aot_map *map, const void *key) {
    return bpf_aot_hash_ops.lookup(map, key);
}

static long storage_update(struct bpf_aot_map *map, const void *key, const void *value,
                           uint64_t flags) {
    return bpf_aot_hash_ops.update(map, key, value, flags);
}

static long storage_remove(struct bpf_aot_map *map, const void *key) {
    return bpf_aot_hash_ops.remove(map, key);
}

static const void *storage_next_key(struct bpf_aot_map *map, const void *key) {
    return bpf_aot_hash_ops.next_key(map, key);
}

static void *storage_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return bpf_aot_hash_ops.value_on(map, key, cpu);
}

static bool storage_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                          bool writes) {
    return bpf_aot_hash_ops.holds(map, offset, size_bytes, writes);
}

const struct bpf_aot_map_ops bpf_aot_sk_storage_ops = {
    .lookup = storage_lookup,
    .update = storage_update,
    .remove = storage_remove,
    .next_key = storage_next_key,
    .value_on = storage_value_on,
    .holds = storage_holds,
};
