/* SPDX-License-Identifier: Apache-2.0 */
/* The host's test runs: what BPF_PROG_TEST_RUN takes, and what it gives back. */
#include "bpf-aot/host.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

static uint64_t swap_first(void *ctx) {
    struct bpf_aot_xdp *xdp = ctx;
    uint8_t *data = xdp->data;
    uint8_t first = data[0];
    data[0] = data[1];
    data[1] = first;
    xdp->data_end = (uint8_t *)xdp->data_end - 1;
    return xdp->rx_queue_index;
}

static uint64_t sum(void *memory, uint64_t size) {
    uint64_t total = 0;
    for (uint64_t i = 0; i < size; i++) {
        total += ((uint8_t *)memory)[i];
    }
    return total;
}

static void programs_run_on_packets(void) {
    static const struct bpf_aot_program program = {.name = "swap",
                                                   .section = "xdp",
                                                   .entry = (void *)swap_first,
                                                   .context = BPF_AOT_CONTEXT_XDP};
    static const struct bpf_aot_program raw = {.name = "sum", .section = "", .entry = (void *)sum};
    static const char *const fields[] = {"rx_queue_index=3", NULL};
    static const uint8_t packet[64] = {1, 2, 3};
    uint8_t out[64] = {0};
    struct bpf_aot_xdp context;
    struct bpf_aot_test_run run = {.data_in = packet, .data_size_in = 13};
    CHECK(bpf_aot_prog_run(&program, &run) == -22); /* less than an Ethernet header */
    run.data_size_in = 64;
    run.repeat = 3;
    CHECK(bpf_aot_prog_run(&program, &run) == 0);
    CHECK(run.retval == 0 && run.data_size_out == 63 && run.aborted == 0);
    run.data_out = out;
    run.data_size_out = 2;
    run.ctx_in = fields;
    run.ctx_out = &context;
    CHECK(bpf_aot_prog_run(&program, &run) == -28);
    CHECK(run.retval == 3 && run.data_size_out == 63 && context.rx_queue_index == 3);
    CHECK(out[0] == 2 && out[1] == 1 && out[2] == 0);
    CHECK(bpf_aot_prog_run(&program, &run) == 0 && out[2] == 3);
    run = (struct bpf_aot_test_run){.data_in = packet, .data_size_in = 3};
    CHECK(bpf_aot_prog_run(&raw, &run) == 0 && run.retval == 6);
    run.data_size_in = 65537;
    CHECK(bpf_aot_prog_run(&raw, &run) == -22);
}

static uint64_t length(void *ctx) {
    return ((struct bpf_aot_skb *)ctx)->len;
}

static uint64_t linear(void *ctx) {
    const struct bpf_aot_xdp *xdp = ctx;
    return (uint64_t)((char *)xdp->data_end - (char *)xdp->data);
}

static uint64_t one(void *ctx) {
    return 1;
}

/* What BPF_PROG_TEST_RUN of 6.18 takes. */
static void test_runs_refuse_what_the_kernels_refuse(void) {
    static uint8_t packet[9000] = {[12] = 0x08, [14] = 0x45};
    static const struct bpf_aot_program programs[] = {
        {.entry = (void *)linear, .context = BPF_AOT_CONTEXT_XDP},
        {.entry = (void *)length, .context = BPF_AOT_CONTEXT_TC},
        {.entry = (void *)length, .context = BPF_AOT_CONTEXT_SOCKET_FILTER},
        {.entry = (void *)one, .context = BPF_AOT_CONTEXT_FLOW_DISSECTOR},
    };
    static const uint32_t sizes[] = {13, 14, 33, 34, 3520, 3521, 3712, 3713, 4096, 4097, 9000};
    static const int answers[4][11] = {
        {-22, 14, 33, 34, 3520, 3520, 3520, 3520, 3520, 3520, 3520},
        {-22, -22, -22, 34, 3520, 3521, 3712, -22, -22, -22, -22},
        {-22, -22, -22, 20, 3506, 3507, 3698, -22, -22, -22, -22},
        {-22, 1, 1, 1, 1, 1, 1, 1, 1, -22, -22},
    };
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t j = 0; j < 11; j++) {
            struct bpf_aot_test_run run = {.data_in = packet, .data_size_in = sizes[j]};
            int status = bpf_aot_prog_run(&programs[i], &run);
            CHECK(answers[i][j] == (status ? status : (int)run.retval));
            CHECK(i || status || run.data_size_out == sizes[j]);
        }
    }
}

const struct selftest host_run_tests[] = {
    {"programs run on packets", programs_run_on_packets},
    {"test runs refuse what the kernel's refuse", test_runs_refuse_what_the_kernels_refuse},
    {NULL, NULL},
};
