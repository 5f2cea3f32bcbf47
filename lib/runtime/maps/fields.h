/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of a value that updates leave alone: locks, timers, kptrs. */
#ifndef BPF_AOT_RUNTIME_FIELDS_H
#define BPF_AOT_RUNTIME_FIELDS_H

#include "maps/maps.h"

/* Kernel: copy_map_value. */
void bpf_aot_fields_copy(const struct bpf_aot_map *map, void *to, const void *from);
/* Of a new value. */
void bpf_aot_fields_clear(const struct bpf_aot_map *map, void *value);
/* Whether `size_bytes` bytes at `offset` of a value touch one. */
bool bpf_aot_fields_touch(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes);
/* Kernel: copy_map_value_locked, with the lock of `locked`, which is `to` or `from`. 0, or -EBUSY
 * when the lock does not come free: its holder is what this interrupted. */
long bpf_aot_fields_copy_locked(const struct bpf_aot_map *map, void *to, const void *from,
                                void *locked);
/* The lock of a value, or NULL. */
uint32_t *bpf_aot_fields_lock(const struct bpf_aot_map *map, void *value);
/* -EINVAL for BPF_F_LOCK on values without a lock. */
long bpf_aot_fields_check(const struct bpf_aot_map *map, uint64_t flags);

/* Where the value has its timer. */
uint32_t bpf_aot_fields_timer_offset(const struct bpf_aot_map *map);
/* A value that goes: its timer is cancelled and unknown, its kptr is given up. */
void bpf_aot_fields_forget(const struct bpf_aot_map *map, void *value);
/* In helpers/timer.c and kptr_xchg.c; only programs with timers or kptrs have them. */
__attribute__((weak)) void bpf_aot_timer_forget(void *place);
__attribute__((weak)) void bpf_aot_kptr_forget(void *field);
/* How a run gives back what bpf_kptr_xchg gave it, and how much of it programs may touch. */
__attribute__((weak)) void bpf_aot_kptr_put(void *object);
__attribute__((weak)) uint32_t bpf_aot_kptr_bytes(const void *object);

/* False when the lock does not come free: it is given up after some milliseconds. */
bool bpf_aot_lock_value(uint32_t *lock);
void bpf_aot_unlock_value(uint32_t *lock);

#endif
