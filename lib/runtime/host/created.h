/* SPDX-License-Identifier: Apache-2.0 */
/* The maps that the host created: ids, references, and which maps are frozen. */
#ifndef BPF_AOT_RUNTIME_HOST_CREATED_H
#define BPF_AOT_RUNTIME_HOST_CREATED_H

#include "host/types.h"

enum { HOST_NAME_BYTES = 16 };

struct created {
    struct bpf_aot_map map; /* first: a map is a created one if it is in the list */
    struct bpf_aot_map inner;
    struct created *next;
    size_t bytes; /* of this struct and the storage behind it */
    uint32_t id;
    uint32_t references; /* the host's, and one for each slot of a map of maps */
    char name[HOST_NAME_BYTES];
};

/* Guards the list and every change of a map of maps. */
void bpf_aot_host_lock(void);
void bpf_aot_host_unlock(void);

/* With the lock held. Forgetting the last reference takes the map out of the list; the caller
 * frees it without the lock. */
void bpf_aot_created_add(struct created *created);
void bpf_aot_created_hold(const struct bpf_aot_map *map);
struct created *bpf_aot_created_drop(const struct bpf_aot_map *map);
struct bpf_aot_map *bpf_aot_created_by_id(uint32_t id);

/* Frees what bpf_aot_created_drop gave (or NULL), and what only that held. */
void bpf_aot_created_free(struct created *created);

bool bpf_aot_host_is_frozen(const struct bpf_aot_map *map);

#endif
