/* SPDX-License-Identifier: Apache-2.0 */
/* Models the kernel's BPF_PROG_TEST_RUN of XDP: 256 bytes of headroom, the packet, and a tail that
 * ends 320 bytes before the page does, where the kernel keeps struct skb_shared_info. A packet that
 * needs more gets more pages (the kernel would make fragments). Socket buffers are linear. */
#include "driver/run.h"

#include "driver/map_dump.h"
#include "driver/print.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

enum {
    PAGE_BYTES = 4096,
    TAIL_BYTES = 320,
    IP_ALIGN = 2, /* packets start at 2 mod 4, so that IP headers are aligned */
    LOOPBACK_IFINDEX = 1,
    BUFFER_BYTES = BPF_AOT_PACKET_MAX + 2 * PAGE_BYTES,
};

/* What a run leaves behind. */
struct result {
    uint64_t r0;
    const uint8_t *bytes;
    uint32_t size_bytes;
};

static uint8_t buffer[BUFFER_BYTES] __attribute__((aligned(16)));

static struct result run_xdp(const struct bpf_aot_program *program, const uint8_t *bytes,
                             uint32_t size_bytes) {
    uint64_t (*entry)(void *) = (uint64_t (*)(void *))program->entry;
    uint8_t *start = buffer + IP_ALIGN;
    uint32_t needed = RT_XDP_HEADROOM + size_bytes + TAIL_BYTES;
    uint32_t frame_bytes = (needed + PAGE_BYTES - 1) & ~(uint32_t)(PAGE_BYTES - 1);
    memset(buffer, 0, IP_ALIGN + frame_bytes);
    struct bpf_aot_xdp xdp = {
        .data = start + RT_XDP_HEADROOM,
        .data_end = start + RT_XDP_HEADROOM + size_bytes,
        .data_meta = start + RT_XDP_HEADROOM,
        .buffer_start = start,
        .buffer_end = start + frame_bytes - TAIL_BYTES,
        .ingress_ifindex = LOOPBACK_IFINDEX,
    };
    memcpy(xdp.data, bytes, size_bytes);
    /* The kernel's result has 32 bits. */
    uint32_t r0 = (uint32_t)entry(&xdp);
    struct result result = {r0, xdp.data,
                            (uint32_t)((uintptr_t)xdp.data_end - (uintptr_t)xdp.data)};
    return result;
}

/* A linear buffer with the whole frame, as a packet socket or a tc hook at the device sees it. */
static struct result run_skb(const struct bpf_aot_program *program, const uint8_t *bytes,
                             uint32_t size_bytes) {
    uint64_t (*entry)(void *) = (uint64_t (*)(void *))program->entry;
    enum { ETHERNET_BYTES = 14, TYPE_OFFSET = 12 };
    uint8_t *data = buffer + IP_ALIGN + RT_XDP_HEADROOM;
    bool has_header = size_bytes >= ETHERNET_BYTES;
    memcpy(data, bytes, size_bytes);
    struct bpf_aot_skb skb = {
        .data = data,
        .data_end = data + size_bytes,
        .data_meta = data,
        .buffer_start = buffer + IP_ALIGN,
        .buffer_end = buffer + BUFFER_BYTES,
        .mac_header = data,
        .network_header = data + (has_header ? ETHERNET_BYTES : size_bytes),
        .len = size_bytes,
        .wire_len = size_bytes,
        .ifindex = LOOPBACK_IFINDEX,
        .ingress_ifindex = LOOPBACK_IFINDEX,
    };
    if (has_header) {
        uint16_t type; /* in network byte order, as the kernel has it */
        memcpy(&type, data + TYPE_OFFSET, sizeof(type));
        skb.protocol = type;
    }
    uint32_t r0 = (uint32_t)entry(&skb);
    struct result result = {r0, skb.data,
                            (uint32_t)((uintptr_t)skb.data_end - (uintptr_t)skb.data)};
    return result;
}

static struct result run_raw(const struct bpf_aot_program *program, const uint8_t *bytes,
                             uint32_t size_bytes) {
    uint64_t (*entry)(void *, uint64_t) = (uint64_t (*)(void *, uint64_t))program->entry;
    memcpy(buffer, bytes, size_bytes);
    struct result result = {0, buffer, size_bytes};
    result.r0 = entry(size_bytes ? buffer : NULL, size_bytes);
    return result;
}

static bool print_json(const struct result *result, bool dump_maps) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "{\"retval\":%U,\"out\":\"", result->r0);
    bpf_aot_print_hex(out, result->bytes, result->size_bytes);
    bpf_aot_print(out, "\"");
    if (dump_maps) {
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
        bpf_aot_print(out, "%s (%U)\n", names[result->r0], result->r0);
    } else {
        bpf_aot_print(out, "%U\n", result->r0);
    }
}

typedef struct result run_fn(const struct bpf_aot_program *program, const uint8_t *bytes,
                             uint32_t size_bytes);

static run_fn *const runners[] = {
    [BPF_AOT_CONTEXT_RAW] = run_raw,
    [BPF_AOT_CONTEXT_XDP] = run_xdp,
    [BPF_AOT_CONTEXT_SKB] = run_skb,
};

bool bpf_aot_run(const struct bpf_aot_program *program, const struct bpf_aot_run_options *options,
                 const uint8_t *bytes, uint32_t size_bytes, uint32_t number) {
    bool is_raw = program->context == BPF_AOT_CONTEXT_RAW;
    struct result result = {0};
    for (uint32_t i = 0; i < options->repeat; i++) {
        result = runners[program->context](program, bytes, size_bytes);
    }
    if (options->json) {
        return print_json(&result, options->dump_maps);
    }
    if (options->r0) {
        bpf_aot_print(&bpf_aot_stdout, "0x%x\n", result.r0);
    } else if (is_raw) {
        bpf_aot_print(&bpf_aot_stdout, "r0 = 0x%x\n", result.r0);
    } else {
        print_packet(&result, program->context == BPF_AOT_CONTEXT_XDP, size_bytes, number);
    }
    return true;
}
