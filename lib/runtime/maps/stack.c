/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_STACK: last in, first out. */
#include "maps/queue.h"

/* An empty stack gives zeros. */
static long take(struct bpf_aot_map *map, void *value, bool removes) {
    struct bpf_aot_queue *queue = map->storage;
    rt_lock(&queue->lock);
    bool empty = queue->head == queue->tail;
    if (empty) {
        memset(value, 0, map->value_size);
    } else {
        uint32_t newest = queue_before(map, queue->head);
        memcpy(value, queue_value(map, newest), map->value_size);
        queue->head = removes ? newest : queue->head;
    }
    rt_unlock(&queue->lock);
    return empty ? -RT_ENOENT : 0;
}

static long stack_pop(struct bpf_aot_map *map, void *value) {
    return take(map, value, true);
}

static long stack_peek(struct bpf_aot_map *map, void *value) {
    return take(map, value, false);
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
