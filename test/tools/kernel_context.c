/* SPDX-License-Identifier: Apache-2.0 */
/* Asks this machine's kernel and contexts.def of every possible context access whether a program of
 * each type may make it: one load of a two-insn program each. Prints a line for every range of
 * accesses where they differ: TYPE VERB SIZE OFFSET..OFFSET: kernel allows|refuses.
 * With an argument, the rows of that type stand in for those of all types (to test this test). */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts/facts.h"

/* Beyond the longest context (struct __sk_buff, 192 bytes) nothing may be allowed either. */
enum { FIRST_OFFSET = -8, END_OFFSET = 208, ATTEMPTS = 5 };

static const struct program_type {
    const char *name;
    enum context_kind context;
    enum bpf_prog_type type;
    enum bpf_attach_type attach;
} types[] = {
    {"xdp", CONTEXT_XDP, BPF_PROG_TYPE_XDP, BPF_XDP},
    {"xdp/devmap", CONTEXT_XDP_DEVMAP, BPF_PROG_TYPE_XDP, BPF_XDP_DEVMAP},
    {"xdp/cpumap", CONTEXT_XDP, BPF_PROG_TYPE_XDP, BPF_XDP_CPUMAP},
    {"tc", CONTEXT_TC, BPF_PROG_TYPE_SCHED_CLS, 0},
    {"action", CONTEXT_TC, BPF_PROG_TYPE_SCHED_ACT, 0},
    {"socket", CONTEXT_SOCKET_FILTER, BPF_PROG_TYPE_SOCKET_FILTER, 0},
    {"cgroup_skb/ingress", CONTEXT_CGROUP_SKB, BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_INGRESS},
    {"cgroup_skb/egress", CONTEXT_CGROUP_SKB, BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS},
    {"lwt_in", CONTEXT_LWT, BPF_PROG_TYPE_LWT_IN, 0},
    {"lwt_out", CONTEXT_LWT, BPF_PROG_TYPE_LWT_OUT, 0},
    {"lwt_xmit", CONTEXT_LWT, BPF_PROG_TYPE_LWT_XMIT, 0},
    {"lwt_seg6local", CONTEXT_LWT, BPF_PROG_TYPE_LWT_SEG6LOCAL, 0},
    {"sk_skb", CONTEXT_SK_SKB, BPF_PROG_TYPE_SK_SKB, 0},
    {"sk_skb/stream_parser", CONTEXT_SK_SKB, BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_PARSER},
    {"sk_skb/stream_verdict", CONTEXT_SK_SKB, BPF_PROG_TYPE_SK_SKB, BPF_SK_SKB_STREAM_VERDICT},
    {"sk_lookup", CONTEXT_SK_LOOKUP, BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP},
    {"flow_dissector", CONTEXT_FLOW_DISSECTOR, BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR},
};

enum { MODE_MEM = 0x60, MODE_MEMSX = 0x80 };

static const struct verb {
    const char *name;
    enum op op;
    uint8_t code; /* class and mode */
} verbs[] = {
    {"load", OP_LDX, BPF_LDX | MODE_MEM},
    {"signed-load", OP_LDSX, BPF_LDX | MODE_MEMSX},
    {"store", OP_STX, BPF_STX | MODE_MEM},
    {"store-immediate", OP_ST, BPF_ST | MODE_MEM},
};

static const struct width {
    uint32_t bytes;
    uint8_t code;
} widths[] = {{1, BPF_B}, {2, BPF_H}, {4, BPF_W}, {8, BPF_DW}};

static char verifier_log[1 << 16];

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "kernel_context: %s: %s\n", what, why);
    exit(1);
}

/* r1 is the context; a store stores 0. */
static bool kernel_allows(const struct program_type *type, const struct verb *verb,
                          const struct width *width, int offset) {
    bool loads = (verb->code & 7) == BPF_LDX;
    const struct bpf_insn insns[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0},
        {.code = verb->code | width->code,
         .dst_reg = loads ? 2 : 1,
         .src_reg = loads ? 1 : 0,
         .off = (int16_t)offset},
        {.code = BPF_JMP | BPF_EXIT},
    };
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = type->attach, .log_level = 1,
                .log_buf = verifier_log, .log_size = sizeof(verifier_log));
    verifier_log[0] = 0;
    int program = -1;
    for (int i = 0; i < ATTEMPTS && program < 0 && (i == 0 || errno == EAGAIN); i++) {
        program = bpf_prog_load(type->type, NULL, "GPL", insns, 3, &options);
    }
    if (program >= 0) {
        close(program);
        return true;
    }
    if (errno != EACCES && errno != EINVAL) {
        die(type->name, strerror(errno));
    }
    if (!strstr(verifier_log, "invalid bpf_context access") &&
        !strstr(verifier_log, "misaligned context access") &&
        !strstr(verifier_log, "dereference of modified ctx") &&
        !strstr(verifier_log, "negative offset ctx")) {
        die(type->name,
            verifier_log); /* refused for another reason: the test would prove nothing */
    }
    return false;
}

static bool we_allow(enum context_kind context, const struct verb *verb, const struct width *width,
                     int offset) {
    struct fact base = {.kind = KIND_CTX, .object = 1u << context};
    struct insn insn = {
        .op = verb->op, .width = (uint8_t)(8 * width->bytes), .off = (int16_t)offset};
    return context_find(&base, &insn);
}

struct difference {
    int first, end;
    bool kernel;
};

static void print_difference(const char *type, const char *verb, uint32_t bytes,
                             const struct difference *d) {
    if (d->first < d->end) {
        printf("%s %s %u %d..%d: kernel %s\n", type, verb, bytes, d->first, d->end - 1,
               d->kernel ? "allows" : "refuses");
    }
}

/* The number of accesses that the kernel allows. */
static unsigned compare(const struct program_type *type, enum context_kind ours,
                        const struct verb *verb, const struct width *width) {
    struct difference open = {0};
    unsigned allowed = 0;
    for (int offset = FIRST_OFFSET; offset < END_OFFSET; offset++) {
        bool kernel = kernel_allows(type, verb, width, offset);
        allowed += kernel;
        if (kernel == we_allow(ours, verb, width, offset)) {
            continue;
        }
        if (open.end != offset || open.kernel != kernel) {
            print_difference(type->name, verb->name, width->bytes, &open);
            open = (struct difference){offset, offset, kernel};
        }
        open.end = offset + 1;
    }
    print_difference(type->name, verb->name, width->bytes, &open);
    return allowed;
}

static unsigned compare_type(const struct program_type *type, enum context_kind ours) {
    unsigned allowed = 0;
    for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++) {
        for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
            /* 8 bytes have no sign to extend: no such opcode. */
            if (verbs[v].op != OP_LDSX || widths[w].bytes < 8) {
                allowed += compare(type, ours, &verbs[v], &widths[w]);
            }
        }
    }
    return allowed;
}

static const struct program_type *type_named(const char *name) {
    for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
        if (strcmp(types[t].name, name) == 0) {
            return &types[t];
        }
    }
    die(name, "no such program type");
}

int main(int argc, char **argv) {
    const struct program_type *stand_in = argc > 1 ? type_named(argv[1]) : NULL;
    for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
        unsigned allowed = compare_type(&types[t], (stand_in ? stand_in : &types[t])->context);
        printf("%s: %u accesses allowed by the kernel\n", types[t].name, allowed);
    }
    return 0;
}
