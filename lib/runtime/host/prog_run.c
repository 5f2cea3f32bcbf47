/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_aot_prog_run: the driver's run of one packet, with the kernel's checks and results
 * (net/bpf/test_run.c). */
#include "bpf-aot/host.h"
#include "driver/run.h"
#include "errors.h"
#include "helpers/skb.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

static size_t context_bytes(const struct bpf_aot_program *program) {
    static const size_t bytes[] = {
        [BPF_AOT_CONTEXT_RAW] = 0,
#define CONTEXT(id, layout, title) [BPF_AOT_CONTEXT_##id] = sizeof(struct bpf_aot_##layout),
#include "bpf-aot/contexts.def"
    };
    return bytes[program->context];
}

/* Of kernel 6.18: what a page holds beside its own parts. */
enum { SKB_MAX_BYTES = 4096 - 64 - 320, FLOW_MAX_BYTES = 4096, XDP_MAX_BYTES = BPF_AOT_PACKET_MAX };

/* kernel: bpf_prog_test_run_skb wants all of a header that the link layer announces. */
static uint32_t least_skb_bytes(const uint8_t *frame) {
    uint32_t type = (uint32_t)frame[12] << 8 | frame[13];
    return RT_ETH_HEADER_BYTES + (type == RT_ETHERTYPE_IPV4   ? RT_IPV4_BYTES
                                  : type == RT_ETHERTYPE_IPV6 ? RT_IPV6_BYTES
                                                              : 1);
}

static bool is_good_size(const struct bpf_aot_program *program, const uint8_t *bytes,
                         uint32_t size_bytes) {
    if (program->context == BPF_AOT_CONTEXT_RAW) {
        return size_bytes <= BPF_AOT_PACKET_MAX;
    }
    if (size_bytes < RT_ETH_HEADER_BYTES) {
        return false;
    }
    if (program->context == BPF_AOT_CONTEXT_FLOW_DISSECTOR) {
        return size_bytes <= FLOW_MAX_BYTES;
    }
    bool is_skb = context_bytes(program) == sizeof(struct bpf_aot_skb);
    return is_skb ? size_bytes >= least_skb_bytes(bytes) && size_bytes <= SKB_MAX_BYTES
                  : size_bytes <= XDP_MAX_BYTES;
}

/* False: there are more than the driver takes. */
static bool fill_options(struct bpf_aot_run_options *options, const struct bpf_aot_test_run *run) {
    options->repeat = run->repeat ? run->repeat : 1;
    options->stats = true;
    for (const char *const *text = run->ctx_in; text && *text; text++) {
        if (options->context.count == BPF_AOT_TEXTS_MAX) {
            return false;
        }
        options->context.items[options->context.count++] = *text;
    }
    return true;
}

/* kernel: bpf_test_finish. */
static int finish(struct bpf_aot_test_run *run, const struct bpf_aot_job *job,
                  const struct bpf_aot_outcome *outcome) {
    uint32_t room = run->data_size_out;
    uint32_t copied = outcome->size_bytes < room ? outcome->size_bytes : room;
    run->retval = (uint32_t)outcome->r0;
    run->aborted = outcome->aborted;
    run->duration =
        (uint32_t)bpf_aot_divide64(job->ns, run->repeat ? run->repeat : 1, &(uint64_t){0});
    run->data_size_out = outcome->size_bytes;
    if (run->ctx_out) {
        memcpy(run->ctx_out, outcome->context, context_bytes(job->program));
    }
    if (!run->data_out) {
        return 0;
    }
    memcpy(run->data_out, outcome->bytes, copied);
    return copied < outcome->size_bytes ? -RT_ENOSPC : 0;
}

/* What a run needs is too much for a stack. */
struct workspace {
    struct bpf_aot_place place;
    struct bpf_aot_run_options options;
};

int bpf_aot_prog_run(const struct bpf_aot_program *program, struct bpf_aot_test_run *run) {
    if ((run->data_size_in && !run->data_in) ||
        !is_good_size(program, run->data_in, run->data_size_in)) {
        return -RT_EINVAL;
    }
    struct workspace *workspace = bpf_aot_host_alloc(sizeof(*workspace));
    if (!workspace) {
        return -RT_ENOMEM;
    }
    struct bpf_aot_job job = {
        .program = program,
        .options = &workspace->options,
        .bytes = run->data_in,
        .size_bytes = run->data_size_in,
        .number = 1,
        .place = &workspace->place,
    };
    struct bpf_aot_outcome outcome = {0};
    int status = -RT_EINVAL;
    if (fill_options(&workspace->options, run) && bpf_aot_run(&job, &outcome)) {
        status = finish(run, &job, &outcome);
    }
    bpf_aot_host_free(workspace, sizeof(*workspace));
    return status;
}
