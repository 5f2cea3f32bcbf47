/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_PERF_EVENT_ARRAY: the host attaches buffers (perf_buffer.c); programs only put
 * events into them. */
#include "maps/pointers.h"
#include "maps/slots.h"

static void *perf_event_array_lookup(struct bpf_aot_map *map, const void *key) {
    return NULL;
}

static const void *perf_event_array_next_key(struct bpf_aot_map *map, const void *key) {
    return NULL;
}

static void *perf_event_array_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return NULL;
}

const struct bpf_aot_map_ops bpf_aot_perf_event_array_ops = {
    .lookup = perf_event_array_lookup,
    .update = bpf_aot_pointers_no_update,
    .remove = bpf_aot_pointers_no_remove,
    .next_key = perf_event_array_next_key,
    .value_on = perf_event_array_value_on,
};
