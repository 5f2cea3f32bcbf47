/* SPDX-License-Identifier: Apache-2.0 */
/* Asks this machine's kernel and helper_use.def which program types may call which helper, of those
 * with a row there: the verifier looks at that before it looks at arguments, so a call and an exit
 * will do. A context stands for several types: the kernel allows what one of them may. Prints a
 * line a difference: HELPER CONTEXT: kernel allows|refuses. */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "program/program.h"

static const struct program_type {
    enum context_kind context;
    enum bpf_prog_type type;
    enum bpf_attach_type attach;
} types[] = {
    {CONTEXT_XDP, BPF_PROG_TYPE_XDP, BPF_XDP},
    {CONTEXT_XDP_DEVMAP, BPF_PROG_TYPE_XDP, BPF_XDP_DEVMAP},
    {CONTEXT_TC, BPF_PROG_TYPE_SCHED_CLS, 0},
    {CONTEXT_SOCKET_FILTER, BPF_PROG_TYPE_SOCKET_FILTER, 0},
    {CONTEXT_CGROUP_SKB, BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_INGRESS},
    {CONTEXT_LWT, BPF_PROG_TYPE_LWT_IN, 0},
    {CONTEXT_LWT, BPF_PROG_TYPE_LWT_OUT, 0},
    {CONTEXT_LWT, BPF_PROG_TYPE_LWT_XMIT, 0},
    {CONTEXT_SK_SKB, BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_VERDICT},
    {CONTEXT_FLOW_DISSECTOR, BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR},
    {CONTEXT_SK_LOOKUP, BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP},
};

enum { TYPE_COUNT = sizeof(types) / sizeof(types[0]) };

static const char *const titles[CONTEXT_COUNT] = {
    [CONTEXT_RAW] = "raw",
#define CONTEXT(id, layout, title) [CONTEXT_##id] = title,
#include "bpf-aot/contexts.def"
};

static bool kernel_allows(const struct program_type *type, uint32_t helper) {
    static char log[1 << 16];
    const struct bpf_insn insns[] = {
        {.code = BPF_JMP | BPF_CALL, .imm = (int32_t)helper},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0},
        {.code = BPF_JMP | BPF_EXIT},
    };
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = type->attach, .log_level = 1,
                .log_buf = log, .log_size = sizeof(log));
    int program = -1;
    do {
        log[0] = 0;
        program = bpf_prog_load(type->type, NULL, "GPL", insns, 3, &options);
    } while (program < 0 && errno == EAGAIN);
    if (program >= 0) {
        close(program);
    }
    return !strstr(log, "unknown func") && !strstr(log, "invalid func") &&
           !strstr(log, "cannot use helper");
}

static unsigned compare(const struct helper_row *helper, enum context_kind context) {
    bool kernel = false;
    for (size_t t = 0; t < TYPE_COUNT; t++) {
        kernel |= types[t].context == context && kernel_allows(&types[t], helper->id);
    }
    if (kernel != helper_allows_contexts(helper->id, 1u << context)) {
        printf("%s %s: kernel %s\n", helper->name, titles[context], kernel ? "allows" : "refuses");
    }
    return kernel;
}

int main(void) {
    size_t count;
    unsigned allowed = 0;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        bool is_limited = !helper_allows_contexts(rows[i].id, UINT32_MAX);
        for (uint32_t c = CONTEXT_RAW + 1; is_limited && c < CONTEXT_COUNT; c++) {
            /* No program type of bpf(2) has the context of classic filters. */
            allowed += c == CONTEXT_CLASSIC ? 0 : compare(&rows[i], (enum context_kind)c);
        }
    }
    printf("%u uses allowed by the kernel\n", allowed);
    return 0;
}
