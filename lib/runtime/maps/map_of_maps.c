/* SPDX-License-Identifier: Apache-2.0 */
/* What the host may put into a map of maps. */
#include "maps/pointers.h"

enum {
    INNER_MAP = 1 << 12, /* BPF_F_INNER_MAP: inner arrays may differ in length */
    /* Bits that say what the host may do and not what the map is (kernel:
     * bpf_map_flags_retain_permanent): BPF_F_RDONLY, BPF_F_WRONLY and, as bit 31, frozen. */
    HOST_BITS = (int)(1u << 3 | 1u << 4 | 1u << 31),
};

static bool is_map_of_maps(const struct bpf_aot_map *map) {
    return map->type == RT_MAP_array_of_maps || map->type == RT_MAP_hash_of_maps;
}

/* Only these two types must agree in max_entries, as in the kernel. */
static bool has_fixed_length(const struct bpf_aot_map *map) {
    return (map->type == RT_MAP_array && !(map->flags & INNER_MAP)) || map->type == RT_MAP_xskmap;
}

/* Locks and timers at the same places (kernel: btf_record_equal). */
static bool same_fields(const struct bpf_aot_field *a, const struct bpf_aot_field *b) {
    static const struct bpf_aot_field none;
    a = a ? a : &none;
    b = b ? b : &none;
    while (a->kind && a->kind == b->kind && a->offset == b->offset) {
        a++;
        b++;
    }
    return !a->kind && !b->kind;
}

long bpf_aot_inner_check(const struct bpf_aot_map *map, const struct bpf_aot_map *inner) {
    const struct bpf_aot_map *wanted = map->inner;
    if (!wanted) {
        /* No second level, and no prog_array: the kernel has neither. */
        return is_map_of_maps(inner) || inner->type == RT_MAP_prog_array ? -RT_EINVAL : 0;
    }
    bool fits = inner->type == wanted->type && inner->key_size == wanted->key_size &&
                inner->value_size == wanted->value_size &&
                !((inner->flags ^ wanted->flags) & ~(uint32_t)HOST_BITS) &&
                inner->cpus == wanted->cpus && same_fields(inner->fields, wanted->fields);
    if (has_fixed_length(wanted) && inner->max_entries != wanted->max_entries) {
        fits = false;
    }
    return fits ? 0 : -RT_EINVAL;
}

int bpf_aot_map_of_maps_set(struct bpf_aot_map *map, const void *key, struct bpf_aot_map *inner) {
    return is_map_of_maps(map) ? (int)map->ops->set(map, key, inner) : -RT_EINVAL;
}
