/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_QUEUE, first in, first out; and what it shares with the stack. */
#include "maps/queue.h"

/* The kernel's order: flags, then room. With BPF_EXIST the oldest value makes room. */
long bpf_aot_queue_push(struct bpf_aot_map *map, const void *value, uint64_t flags) {
    struct bpf_aot_queue *queue = map->storage;
    if (flags & RT_NOEXIST || flags > RT_EXIST) {
        return -RT_EINVAL;
    }
    long status = 0;
    rt_lock(&queue->lock);
    uint32_t next = queue_after(map, queue->head);
    if (next == queue->tail) {
        if (flags == RT_EXIST) {
            queue->tail = queue_after(map, queue->tail);
        } else {
            status = -RT_E2BIG;
        }
    }
    if (!status) {
        memcpy(queue_value(map, queue->head), value, map->value_size);
        queue->head = next;
    }
    rt_unlock(&queue->lock);
    return status;
}

long bpf_aot_queue_take(struct bpf_aot_map *map, void *value, bool newest, bool removes) {
    struct bpf_aot_queue *queue = map->storage;
    rt_lock(&queue->lock);
    bool empty = queue->head == queue->tail;
    if (empty) {
        memset(value, 0, map->value_size);
    } else if (newest) {
        uint32_t last = queue_before(map, queue->head);
        memcpy(value, queue_value(map, last), map->value_size);
        queue->head = removes ? last : queue->head;
    } else {
        memcpy(value, queue_value(map, queue->tail), map->value_size);
        queue->tail = removes ? queue_after(map, queue->tail) : queue->tail;
    }
    rt_unlock(&queue->lock);
    return empty ? -RT_ENOENT : 0;
}

static long queue_pop(struct bpf_aot_map *map, void *value) {
    return bpf_aot_queue_take(map, value, false, true);
}

static long queue_peek(struct bpf_aot_map *map, void *value) {
    return bpf_aot_queue_take(map, value, false, false);
}

const struct bpf_aot_map_ops bpf_aot_queue_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = bpf_aot_no_keys_update,
    .remove = bpf_aot_no_keys_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
    .push = bpf_aot_queue_push,
    .pop = queue_pop,
    .peek = queue_peek,
};
