/* SPDX-License-Identifier: Apache-2.0 */
/* What a run left behind, as text or as JSON. */
#include "driver/context.h"
#include "driver/follow.h"
#include "driver/map_dump.h"
#include "driver/print.h"
#include "driver/run.h"
#include "driver/verdict.h"

static void print_context(const struct bpf_aot_job *job, const struct bpf_aot_outcome *result) {
    bpf_aot_context_print(job->program->context, result->context);
}

static bool print_json(const struct bpf_aot_job *job, const struct bpf_aot_outcome *result) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "{\"retval\":%U,\"out\":\"", result->r0);
    bpf_aot_print_hex(out, result->bytes, result->size_bytes);
    bpf_aot_print(out, "\"");
    if (result->flow_keys) {
        bpf_aot_print(out, ",\"flow_keys\":");
        bpf_aot_flow_print(result->flow_keys);
    }
    if (job->options->dump_context && result->context) {
        bpf_aot_print(out, ",\"context\":");
        print_context(job, result);
    }
    if (result->aborted) {
        bpf_aot_print(out, ",\"aborted\":%u", result->aborted);
    }
    if (job->options->follow) {
        bpf_aot_follow_json(",\"events\":[", "]", false);
    }
    if (job->options->dump_maps) {
        bpf_aot_print(out, ",\"maps\":");
        if (!bpf_aot_dump_json()) {
            return false;
        }
    }
    bpf_aot_print(out, "}\n");
    return true;
}

/* Return values have names only in XDP. */
static void print_packet(const struct bpf_aot_job *job, const struct bpf_aot_outcome *result) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    const char *name = bpf_aot_verdict_name(job->program->context, result->r0);
    bpf_aot_print(out, "packet %u: %u bytes: ", job->number, job->size_bytes);
    if (name && bpf_aot_is_xdp(job->program->context)) {
        bpf_aot_print(out, "%s (%U)", name, result->r0);
    } else {
        bpf_aot_print(out, "%U", result->r0);
    }
    bpf_aot_print(out, result->aborted ? ", run aborted by a failed check\n" : "\n");
}

static void print_text(const struct bpf_aot_job *job, const struct bpf_aot_outcome *result) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    if (job->options->r0) {
        bpf_aot_print(out, "0x%x\n", result->r0);
    } else if (!result->context) {
        bpf_aot_print(out, "r0 = 0x%x\n", result->r0);
    } else {
        print_packet(job, result);
    }
    if (result->flow_keys) {
        bpf_aot_print(out, "flow keys: ");
        bpf_aot_flow_print(result->flow_keys);
        bpf_aot_print(out, "\n");
    }
    if (job->options->dump_context && result->context) {
        bpf_aot_print(out, "context: ");
        print_context(job, result);
        bpf_aot_print(out, "\n");
    }
    if (job->options->follow) {
        bpf_aot_follow_text();
    }
}

bool bpf_aot_run_print(const struct bpf_aot_job *job, const struct bpf_aot_outcome *outcome) {
    if (job->options->json) {
        return print_json(job, outcome);
    }
    print_text(job, outcome);
    return true;
}
