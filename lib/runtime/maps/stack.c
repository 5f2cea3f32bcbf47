/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_STACK: last in, first out. */
#include "maps/queue.h"

static long stack_pop(struct bpf_aot_map *map, void *value) {
    return bpf_aot_queue_take(map, value, true, true);
}

static long stack_peek(struct bpf_aot_map *map, void *value) {
    return bpf_aot_queue_take(map, value, true, false);
}

const struct bpf_aot_map_ops bpf_aot_stack_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = bpf_aot_no_keys_update,
    .remove = bpf_aot_no_keys_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
    .push = bpf_aot_queue_push,
    .pop = stack_pop,
    .peek = stack_peek,
};
