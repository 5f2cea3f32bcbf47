/* SPDX-License-Identifier: Apache-2.0 */
#include "maps/fields.h"

#include "bytes.h"

enum { SPINS_MAX = 1 << 24 };

static uint32_t field_bytes(uint32_t kind) {
    return kind == BPF_AOT_FIELD_LOCK ? 4 : kind == BPF_AOT_FIELD_TIMER ? 16 : 8;
}

void bpf_aot_fields_copy(const struct bpf_aot_map *map, void *to, const void *from) {
    uint32_t at = 0;
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        memmove((char *)to + at, (const char *)from + at, field->offset - at);
        at = field->offset + field_bytes(field->kind);
    }
    memmove((char *)to + at, (const char *)from + at, map->value_size - at);
}

void bpf_aot_fields_clear(const struct bpf_aot_map *map, void *value) {
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        memset((char *)value + field->offset, 0, field_bytes(field->kind));
    }
}

uint32_t bpf_aot_fields_timer_offset(const struct bpf_aot_map *map) {
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        if (field->kind == BPF_AOT_FIELD_TIMER) {
            return field->offset;
        }
    }
    return 0;
}

void bpf_aot_fields_forget(const struct bpf_aot_map *map, void *value) {
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        if (field->kind == BPF_AOT_FIELD_TIMER && bpf_aot_timer_forget) {
            bpf_aot_timer_forget((char *)value + field->offset);
        } else if (field->kind == BPF_AOT_FIELD_KPTR && bpf_aot_kptr_forget) {
            bpf_aot_kptr_forget((char *)value + field->offset);
        }
    }
}

bool bpf_aot_fields_touch(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes) {
    bool touches = false;
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        touches |= offset < field->offset + field_bytes(field->kind) &&
                   offset + size_bytes > field->offset;
    }
    return touches;
}

uint32_t *bpf_aot_fields_lock(const struct bpf_aot_map *map, void *value) {
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        if (field->kind == BPF_AOT_FIELD_LOCK) {
            return (uint32_t *)((char *)value + field->offset);
        }
    }
    return NULL;
}

long bpf_aot_fields_check(const struct bpf_aot_map *map, uint64_t flags) {
    bool has_lock = false;
    for (const struct bpf_aot_field *field = map->fields; field && field->kind; field++) {
        has_lock |= field->kind == BPF_AOT_FIELD_LOCK;
    }
    return (flags & RT_LOCK) && !has_lock ? -RT_EINVAL : 0;
}

bool bpf_aot_lock_value(uint32_t *lock) {
    for (uint32_t spins = 0; spins < SPINS_MAX; spins++) {
        if (!__atomic_load_n(lock, __ATOMIC_RELAXED) &&
            !__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE)) {
            return true;
        }
    }
    return false;
}

void bpf_aot_unlock_value(uint32_t *lock) {
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

long bpf_aot_fields_copy_locked(const struct bpf_aot_map *map, void *to, const void *from,
                                void *locked) {
    uint32_t *lock = bpf_aot_fields_lock(map, locked);
    if (!bpf_aot_lock_value(lock)) {
        return -RT_EBUSY;
    }
    bpf_aot_fields_copy(map, to, from);
    bpf_aot_unlock_value(lock);
    return 0;
}
