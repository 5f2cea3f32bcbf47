/* SPDX-License-Identifier: Apache-2.0 */
/* Models the kernel's BPF_PROG_TEST_RUN. XDP: 256 bytes of headroom, the packet, and a tail that
 * ends 320 bytes before the page does, where the kernel keeps struct skb_shared_info. A packet that
 * needs more gets more pages (the kernel would make fragments). Socket buffers are linear. */
#include "driver/run.h"

#include "driver/context.h"
#include "driver/follow.h"
#include "driver/map_dump.h"
#include "driver/print.h"
#include "driver/skb.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

enum {
    PAGE_BYTES = 4096,
    TAIL_BYTES = 320,
    /* Packets of a program that does not say: 2 mod 4, for aligned IP headers. */
    IP_ALIGN = 4,
    IP_OFFSET = 2,
    BUFFER_BYTES = BPF_AOT_PACKET_MAX + 2 * PAGE_BYTES,
};

struct run {
    const struct bpf_aot_program *program;
    const struct bpf_aot_run_options *options;
    const uint8_t *bytes;
    uint32_t size_bytes;
};

/* What a run leaves behind. */
struct result {
    uint64_t r0;
    const void *bytes;
    uint32_t size_bytes;
    const void *context;                       /* NULL: raw */
    const struct bpf_aot_flow_keys *flow_keys; /* NULL: no flow dissector */
    uint32_t aborted;                          /* runs that a failed check ended */
};

/* The headroom is a multiple of the largest alignment that a program can ask for. */
static uint8_t buffer[BUFFER_BYTES] __attribute__((aligned(16)));

/* Where data begins in a packet of this program, modulo its alignment. */
static uint32_t start_offset(const struct run *run) {
    return run->program->start_align ? run->program->start_offset : IP_OFFSET;
}

static uint32_t start_align(const struct run *run) {
    return run->program->start_align ? run->program->start_align : IP_ALIGN;
}

/* The kernel's result has 32 bits. False after a message about -ctx. */
static bool call(const struct run *run, void *context, struct result *result) {
    uint64_t (*entry)(void *) = (uint64_t (*)(void *))run->program->entry;
    const struct bpf_aot_texts *settings = &run->options->context;
    for (uint32_t i = 0; i < settings->count; i++) {
        if (!bpf_aot_context_set(run->program->context, context, settings->items[i])) {
            return false;
        }
    }
    *result = (struct result){.r0 = (uint32_t)entry(context), .context = context};
    return true;
}

static bool run_xdp(const struct run *run, struct result *result) {
    static struct bpf_aot_xdp xdp;
    uint8_t *start = buffer + start_offset(run);
    uint32_t needed = RT_XDP_HEADROOM + run->size_bytes + TAIL_BYTES;
    uint32_t frame_bytes = (needed + PAGE_BYTES - 1) & ~(uint32_t)(PAGE_BYTES - 1);
    memset(start, 0, frame_bytes);
    xdp = (struct bpf_aot_xdp){
        .data = start + RT_XDP_HEADROOM,
        .data_end = start + RT_XDP_HEADROOM + run->size_bytes,
        .data_meta = start + RT_XDP_HEADROOM,
        .buffer_start = start,
        .buffer_end = start + frame_bytes - TAIL_BYTES,
        .ingress_ifindex = BPF_AOT_LOOPBACK_IFINDEX,
    };
    memcpy(xdp.data, run->bytes, run->size_bytes);
    bool good = call(run, &xdp, result);
    /* The kernel's test run gives metadata back in front of the packet. */
    result->bytes = xdp.data_meta;
    result->size_bytes = (uint32_t)((uintptr_t)xdp.data_end - (uintptr_t)xdp.data_meta);
    return good;
}

/* The frame in the buffer, its byte at `first` where data is to begin. */
static uint8_t *place_frame(const struct run *run, uint32_t first) {
    uint8_t *frame =
        buffer + RT_XDP_HEADROOM + start_offset(run) - (first & (start_align(run) - 1));
    memcpy(frame, run->bytes, run->size_bytes);
    return frame;
}

static struct bpf_aot_skb skb;

static struct bpf_aot_skb *empty_skb(void) {
    skb = (struct bpf_aot_skb){.buffer_start = buffer, .buffer_end = buffer + BUFFER_BYTES};
    return &skb;
}

/* Programs that see the packet from the network header on give it back behind a header of zeros. */
static bool run_skb(const struct run *run, struct result *result) {
    bool sees_link = run->program->context == BPF_AOT_CONTEXT_TC;
    uint8_t *frame = place_frame(run, sees_link ? 0 : RT_ETH_HEADER_BYTES);
    bpf_aot_skb_fill(empty_skb(), sees_link, frame, run->size_bytes);
    bool good = call(run, &skb, result);
    uint8_t *out = skb.data;
    if (!sees_link) {
        out -= RT_ETH_HEADER_BYTES;
        memset(out, 0, RT_ETH_HEADER_BYTES);
    }
    result->bytes = out;
    result->size_bytes = (uint32_t)((uintptr_t)skb.data_end - (uintptr_t)out);
    return good;
}

/* What it gives back are the keys. */
static bool run_flow_dissector(const struct run *run, struct result *result) {
    static struct bpf_aot_flow_keys keys __attribute__((aligned(8)));
    bpf_aot_flow_fill(empty_skb(), &keys, place_frame(run, 0), run->size_bytes);
    bool good = call(run, &skb, result);
    bpf_aot_flow_finish(&keys, run->size_bytes);
    result->flow_keys = &keys;
    result->bytes = &keys;
    result->size_bytes = sizeof(keys);
    return good;
}

static bool run_raw(const struct run *run, struct result *result) {
    uint64_t (*entry)(void *, uint64_t) = (uint64_t (*)(void *, uint64_t))run->program->entry;
    memcpy(buffer, run->bytes, run->size_bytes);
    *result = (struct result){.bytes = buffer, .size_bytes = run->size_bytes};
    result->r0 = entry(run->size_bytes ? buffer : NULL, run->size_bytes);
    return true;
}

static void print_context(const struct run *run, const struct result *result) {
    bpf_aot_context_print(run->program->context, result->context);
}

static bool print_json(const struct run *run, const struct result *result) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "{\"retval\":%U,\"out\":\"", result->r0);
    bpf_aot_print_hex(out, result->bytes, result->size_bytes);
    bpf_aot_print(out, "\"");
    if (result->flow_keys) {
        bpf_aot_print(out, ",\"flow_keys\":");
        bpf_aot_flow_print(result->flow_keys);
    }
    if (run->options->dump_context && result->context) {
        bpf_aot_print(out, ",\"context\":");
        print_context(run, result);
    }
    if (result->aborted) {
        bpf_aot_print(out, ",\"aborted\":%u", result->aborted);
    }
    if (run->options->follow) {
        bpf_aot_follow_json(",\"events\":[", "]", false);
    }
    if (run->options->dump_maps) {
        bpf_aot_print(out, ",\"maps\":");
        if (!bpf_aot_dump_json()) {
            return false;
        }
    }
    bpf_aot_print(out, "}\n");
    return true;
}

/* Return values have names only in XDP. */
static void print_packet(const struct result *result, bool is_xdp, uint32_t size_bytes,
                         uint32_t number) {
    static const char *const names[] = {"XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX",
                                        "XDP_REDIRECT"};
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "packet %u: %u bytes: ", number, size_bytes);
    if (is_xdp && result->r0 < sizeof(names) / sizeof(names[0])) {
        bpf_aot_print(out, "%s (%U)", names[result->r0], result->r0);
    } else {
        bpf_aot_print(out, "%U", result->r0);
    }
    bpf_aot_print(out, result->aborted ? ", run aborted by a failed check\n" : "\n");
}

typedef bool run_fn(const struct run *run, struct result *result);

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
};

static void print_text(const struct run *run, const struct result *result, uint32_t number) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    if (run->options->r0) {
        bpf_aot_print(out, "0x%x\n", result->r0);
    } else if (!result->context) {
        bpf_aot_print(out, "r0 = 0x%x\n", result->r0);
    } else {
        print_packet(result, runners[run->program->context] == run_xdp, run->size_bytes, number);
    }
    if (result->flow_keys) {
        bpf_aot_print(out, "flow keys: ");
        bpf_aot_flow_print(result->flow_keys);
        bpf_aot_print(out, "\n");
    }
    if (run->options->dump_context && result->context) {
        bpf_aot_print(out, "context: ");
        print_context(run, result);
        bpf_aot_print(out, "\n");
    }
    if (run->options->follow) {
        bpf_aot_follow_text();
    }
}

bool bpf_aot_run(const struct bpf_aot_program *program, const struct bpf_aot_run_options *options,
                 const uint8_t *bytes, uint32_t size_bytes, uint32_t number) {
    struct run run = {program, options, bytes, size_bytes};
    struct result result = {0};
    uint32_t aborted_before = bpf_aot_aborted_runs();
    for (uint32_t i = 0; i < options->repeat; i++) {
        if (!runners[program->context](&run, &result)) {
            return false;
        }
    }
    result.aborted = bpf_aot_aborted_runs() - aborted_before;
    if (options->json) {
        return print_json(&run, &result);
    }
    print_text(&run, &result, number);
    return true;
}
