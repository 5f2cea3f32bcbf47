/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_perf_event_output: its checks in the kernel's order (bpf_xdp_event_output,
 * __bpf_perf_event_output), then a record in the CPU's buffer (perf_output_begin). */
#include "errors.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"
#include "maps/lock.h"
#include "maps/perf_buffer.h"

#define INDEX_MASK   0xffffffffull      /* BPF_F_INDEX_MASK; all ones: the calling CPU */
#define CONTEXT_MASK (0xfffffull << 32) /* BPF_F_CTXLEN_MASK: bytes of the packet to append */

/* What an event consists of. */
struct event {
    const void *data, *context;
    size_t data_bytes, packet_bytes;
    bool of_xdp;
};

static bool is_xdp(const struct bpf_aot_run *run) {
    return run->context == BPF_AOT_CONTEXT_XDP || run->context == BPF_AOT_CONTEXT_XDP_DEVMAP;
}

/* Of the whole packet, whatever part of it programs see. */
static uint64_t bytes_of(const void *context, const struct bpf_aot_run *run) {
    if (is_xdp(run)) {
        return rt_xdp_bytes(context);
    }
    bool has_packet = run->context != BPF_AOT_CONTEXT_SK_LOOKUP;
    return has_packet ? ((const struct bpf_aot_skb *)context)->len : 0;
}

static void copy_packet(void *to, const struct event *event) {
    if (event->of_xdp) {
        bpf_aot_xdp_copy(event->context, 0, to, (uint32_t)event->packet_bytes);
    } else if (event->packet_bytes) {
        memcpy(to, ((const struct bpf_aot_skb *)event->context)->data, event->packet_bytes);
    }
}

/* Of the record: the event behind its size, padded to 8. */
static uint64_t record_bytes(const struct event *event) {
    return ((uint64_t)event->data_bytes + event->packet_bytes + PERF_SIZE_BYTES + 7) & ~7ull;
}

static void append_lost(struct bpf_aot_ring *ring) {
    struct ring_header *header =
        bpf_aot_ring_append(ring, sizeof(struct perf_lost) | RING_BUSY, PERF_LOST);
    *(struct perf_lost *)(header + 1) = (struct perf_lost){0, ring->lost};
    __atomic_store_n(&header->length, sizeof(struct perf_lost), __ATOMIC_RELEASE);
    ring->lost = 0;
}

static void append_event(struct bpf_aot_ring *ring, const struct event *event) {
    uint32_t length = (uint32_t)record_bytes(event);
    struct ring_header *header = bpf_aot_ring_append(ring, length | RING_BUSY, PERF_SAMPLE);
    uint32_t *size_bytes = (uint32_t *)(header + 1);
    unsigned char *at = (unsigned char *)(size_bytes + 1);
    unsigned char *end = (unsigned char *)size_bytes + length;
    *size_bytes = length - PERF_SIZE_BYTES;
    memcpy(at, event->data, event->data_bytes);
    at += event->data_bytes;
    copy_packet(at, event);
    at += event->packet_bytes;
    memset(at, 0, (size_t)(end - at));
    __atomic_store_n(&header->length, length, __ATOMIC_RELEASE);
}

/* The number of events that found no room goes first, and has to find room as well. */
static int64_t put(struct bpf_aot_ring *ring, const struct event *event) {
    uint64_t bytes = record_bytes(event);
    int64_t status = -RT_ENOSPC;
    rt_lock(&ring->lock);
    uint32_t lost_bytes = ring->lost ? ring_space(sizeof(struct perf_lost)) : 0;
    if (bytes + RING_HEADER_BYTES <= PERF_RECORD_MAX &&
        bpf_aot_ring_has_room(ring, lost_bytes + ring_space((uint32_t)bytes))) {
        if (lost_bytes) {
            append_lost(ring);
        }
        append_event(ring, event);
        status = 0;
    } else {
        ring->lost++;
    }
    rt_unlock(&ring->lock);
    return status;
}

int64_t bpf_aot_perf_event_output(void *ctx, struct bpf_aot_map *map, uint64_t flags, void *data,
                                  uint64_t size_bytes, struct bpf_aot_run *run) {
    uint64_t packet_bytes = (flags & CONTEXT_MASK) >> 32;
    uint64_t index = flags & INDEX_MASK;
    if (flags & ~(INDEX_MASK | CONTEXT_MASK)) {
        return -RT_EINVAL;
    }
    if (packet_bytes > bytes_of(ctx, run)) {
        return -RT_EFAULT;
    }
    uint32_t cpu = bpf_aot_this_cpu();
    index = index == INDEX_MASK ? cpu : index;
    if (index >= map->max_entries) {
        return -RT_E2BIG;
    }
    struct bpf_aot_ring *ring = pointers_load(pointers_slot(map, (uint32_t)index));
    if (!ring) {
        return -RT_ENOENT;
    }
    if (index != cpu) {
        return -RT_EOPNOTSUPP; /* an event counts on its own CPU */
    }
    struct event event = {data, ctx, (size_t)size_bytes, (size_t)packet_bytes, is_xdp(run)};
    return put(ring, &event);
}
