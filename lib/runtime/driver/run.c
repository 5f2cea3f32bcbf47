/* SPDX-License-Identifier: Apache-2.0 */
/* Models the kernel's BPF_PROG_TEST_RUN. XDP: 256 bytes of headroom, the packet, and a tail that
 * ends 320 bytes before the page does, where the kernel keeps struct skb_shared_info. What a packet
 * has beyond that is in fragments of a page, for any XDP program. Socket buffers are linear. */
#include "driver/run.h"

#include "cpu.h"
#include "driver/context.h"
#include "driver/skb.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

/* Only programs with timers have it. */
extern __typeof__(bpf_aot_timers_run) bpf_aot_timers_run __attribute__((weak));

enum {
    PAGE_BYTES = 4096,
    TAIL_BYTES = 320,
    LINEAR_MAX = PAGE_BYTES - RT_XDP_HEADROOM - TAIL_BYTES,
    /* Packets of a program that does not say: 2 mod 4, for aligned IP headers. */
    IP_ALIGN = 4,
    IP_OFFSET = 2,
    BUFFER_BYTES = BPF_AOT_PLACE_BYTES,
    LINK_ROOM_BYTES = 16,
};

/* 0 when nobody asks for the time: two system calls a run. */
static uint64_t clock_ns(const struct bpf_aot_job *job) {
    return job->options->stats ? bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC) : 0;
}

/* Where data begins in a packet of this program, modulo its alignment. */
static uint32_t start_offset(struct bpf_aot_job *run) {
    return run->program->start_align ? run->program->start_offset : IP_OFFSET;
}

static uint32_t start_align(struct bpf_aot_job *run) {
    return run->program->start_align ? run->program->start_align : IP_ALIGN;
}

/* The kernel's result has 32 bits. False after a message about -ctx. */
static bool call(struct bpf_aot_job *run, void *context, struct bpf_aot_outcome *result) {
    uint64_t (*entry)(void *) = (uint64_t (*)(void *))run->program->entry;
    const struct bpf_aot_texts *settings = &run->options->context;
    for (uint32_t i = 0; i < settings->count; i++) {
        if (!bpf_aot_context_set(run->program->context, context, settings->items[i])) {
            return false;
        }
    }
    uint64_t start = clock_ns(run);
    uint64_t r0 = entry(context);
    run->ns += clock_ns(run) - start;
    *result = (struct bpf_aot_outcome){.r0 = (uint32_t)r0, .context = context};
    return true;
}

/* A page, then those of the fragments. */
static void fill_xdp(struct bpf_aot_job *run, struct bpf_aot_xdp *xdp) {
    uint8_t *start = run->place->buffer + start_offset(run);
    uint32_t linear = run->size_bytes < LINEAR_MAX ? run->size_bytes : LINEAR_MAX;
    uint32_t frags_bytes = run->size_bytes - linear;
    memset(start, 0, PAGE_BYTES + frags_bytes);
    *xdp = (struct bpf_aot_xdp){
        .data = start + RT_XDP_HEADROOM,
        .data_end = start + RT_XDP_HEADROOM + linear,
        .data_meta = start + RT_XDP_HEADROOM,
        .buffer_start = start,
        .buffer_end = start + PAGE_BYTES - TAIL_BYTES,
        .frags = start + PAGE_BYTES,
        .ingress_ifindex = BPF_AOT_LOOPBACK_IFINDEX,
        .frags_bytes = frags_bytes,
    };
    memcpy(xdp->data, run->bytes, linear);
    memcpy(xdp->frags, run->bytes + linear, frags_bytes);
}

static bool run_xdp(struct bpf_aot_job *run, struct bpf_aot_outcome *result) {
    struct bpf_aot_xdp *xdp = &run->place->xdp;
    fill_xdp(run, xdp);
    bool good = call(run, xdp, result);
    memmove(xdp->data_end, xdp->frags, xdp->frags_bytes); /* what comes out is in one piece */
    /* The kernel's test run gives metadata back in front of the packet. */
    result->bytes = xdp->data_meta;
    result->meta_bytes = (uint32_t)((uintptr_t)xdp->data - (uintptr_t)xdp->data_meta);
    result->size_bytes = result->meta_bytes + rt_xdp_bytes(xdp);
    return good;
}

/* The frame in the buffer, its byte at `first` where data is to begin. */
static uint8_t *place_frame(struct bpf_aot_job *run, uint32_t first) {
    uint8_t *frame =
        run->place->buffer + RT_XDP_HEADROOM + start_offset(run) - (first & (start_align(run) - 1));
    memcpy(frame, run->bytes, run->size_bytes);
    return frame;
}

static struct bpf_aot_skb *empty_skb(struct bpf_aot_place *place) {
    /* In front of what programs may use, room for a link-layer header. */
    place->skb = (struct bpf_aot_skb){
        .buffer_start = place->buffer + LINK_ROOM_BYTES,
        .buffer_end = place->buffer + BUFFER_BYTES,
    };
    return &place->skb;
}

/* Programs that see the packet from the network header on give it back behind a header of zeros. */
static bool run_skb(struct bpf_aot_job *run, struct bpf_aot_outcome *result) {
    bool sees_link = run->program->context == BPF_AOT_CONTEXT_TC ||
                     run->program->context == BPF_AOT_CONTEXT_CLASSIC;
    uint8_t *frame = place_frame(run, sees_link ? 0 : RT_ETH_HEADER_BYTES);
    struct bpf_aot_skb *skb = empty_skb(run->place);
    bpf_aot_skb_fill(skb, sees_link, frame, run->size_bytes);
    skb->packet_align = start_align(run);
    if (run->options->linear && run->options->linear < skb->len) {
        skb->data_end = (uint8_t *)skb->data + run->options->linear;
    }
    bool good = call(run, skb, result);
    uint8_t *out = skb->data, *end = out + skb->len;
    if (!sees_link) {
        out -= RT_ETH_HEADER_BYTES;
        memset(out, 0, RT_ETH_HEADER_BYTES);
    }
    result->bytes = out;
    result->size_bytes = (uint32_t)(end - out);
    return good;
}

/* What it gives back are the keys. */
static bool run_flow_dissector(struct bpf_aot_job *run, struct bpf_aot_outcome *result) {
    struct bpf_aot_flow_keys *keys = &run->place->flow_keys;
    bpf_aot_flow_fill(empty_skb(run->place), keys, place_frame(run, 0), run->size_bytes);
    bool good = call(run, &run->place->skb, result);
    bpf_aot_flow_finish(keys, run->size_bytes);
    result->flow_keys = keys;
    result->bytes = keys;
    result->size_bytes = sizeof(*keys);
    return good;
}

/* It chooses a socket; no packet comes out. */
static bool run_sk_lookup(struct bpf_aot_job *run, struct bpf_aot_outcome *result) {
    struct bpf_aot_sk_lookup *lookup = &run->place->lookup;
    bpf_aot_sk_lookup_fill(lookup, run->bytes, run->size_bytes);
    return call(run, lookup, result);
}

static bool run_raw(struct bpf_aot_job *run, struct bpf_aot_outcome *result) {
    uint64_t (*entry)(void *, uint64_t) = (uint64_t (*)(void *, uint64_t))run->program->entry;
    uint8_t *buffer = run->place->buffer;
    memcpy(buffer, run->bytes, run->size_bytes);
    *result = (struct bpf_aot_outcome){.bytes = buffer, .size_bytes = run->size_bytes};
    uint64_t start = clock_ns(run);
    result->r0 = entry(run->size_bytes ? buffer : NULL, run->size_bytes);
    run->ns += clock_ns(run) - start;
    return true;
}

typedef bool run_fn(struct bpf_aot_job *run, struct bpf_aot_outcome *result);

static run_fn *const runners[] = {
    [BPF_AOT_CONTEXT_RAW] = run_raw,
    [BPF_AOT_CONTEXT_XDP] = run_xdp,
    [BPF_AOT_CONTEXT_XDP_DEVMAP] = run_xdp,
    [BPF_AOT_CONTEXT_TC] = run_skb,
    [BPF_AOT_CONTEXT_SOCKET_FILTER] = run_skb,
    [BPF_AOT_CONTEXT_CGROUP_SKB] = run_skb,
    [BPF_AOT_CONTEXT_LWT] = run_skb,
    [BPF_AOT_CONTEXT_SK_SKB] = run_skb,
    [BPF_AOT_CONTEXT_FLOW_DISSECTOR] = run_flow_dissector,
    [BPF_AOT_CONTEXT_SK_LOOKUP] = run_sk_lookup,
    [BPF_AOT_CONTEXT_CLASSIC] = run_skb,
};

bool bpf_aot_run(struct bpf_aot_job *job, struct bpf_aot_outcome *outcome) {
    uint32_t aborted_before = rt_aborted_here();
    job->ns = 0;
    for (uint32_t i = 0; i < job->options->repeat; i++) {
        if (!runners[job->program->context](job, outcome)) {
            return false;
        }
    }
    if (bpf_aot_timers_run) {
        bpf_aot_timers_run(bpf_aot_ktime_get_ns());
    }
    outcome->aborted = rt_aborted_here() - aborted_before;
    return true;
}
