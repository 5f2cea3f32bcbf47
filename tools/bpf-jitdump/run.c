/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "contents.h"
#include "driver/print.h"
#include "errors.h"
#include "kernel.h"
#include "libcalls/libcalls.h"
#include "line.h"
#include "settings.h"

/* What helpers may add to a packet. */
enum { OUT_BYTES = 65536 + 4096 };

struct outcome {
    long result;
    uint32_t retval, duration_ns;
    struct bytes out, ctx;
};

void bpf_jitdump_mark(void) {
    __asm__ volatile(""); /* a call of its own each */
}

static struct outcome run(long fd, struct bytes packet, struct bytes ctx, uint32_t repeat) {
    static uint8_t out[OUT_BYTES], ctx_out[OUT_BYTES];
    struct kernel_test_run test = {
        .prog_fd = (uint32_t)fd,
        .data_in_bytes = (uint32_t)packet.size,
        .data_in = packet.size ? user(packet.at) : 0,
        .data_out_bytes = packet.size ? OUT_BYTES : 0,
        .data_out = packet.size ? user(out) : 0,
        .ctx_in_bytes = (uint32_t)ctx.size,
        .ctx_in = ctx.size ? user(ctx.at) : 0,
        .ctx_out_bytes = ctx.size ? OUT_BYTES : 0,
        .ctx_out = ctx.size ? user(ctx_out) : 0,
        .repeat = repeat,
    };
    struct outcome outcome = {0};
    do {
        bpf_jitdump_mark();
        outcome.result = kernel_bpf(BPF_PROG_TEST_RUN, &test, sizeof(test));
        bpf_jitdump_mark();
    } while (outcome.result == -RT_EINTR);
    outcome.retval = test.retval;
    outcome.duration_ns = test.duration_ns;
    if (outcome.result == 0 && packet.size) {
        outcome.out.size = test.data_out_bytes;
        outcome.out.at = memcpy(take(test.data_out_bytes), out, test.data_out_bytes);
    }
    if (outcome.result == 0 && ctx.size) {
        outcome.ctx.size = test.ctx_out_bytes;
        outcome.ctx.at = memcpy(take(test.ctx_out_bytes), ctx_out, test.ctx_out_bytes);
    }
    return outcome;
}

static bool print(const char *name, const struct inputs *inputs, struct bytes packet,
                  const struct outcome *outcome) {
    line_begin();
    line_text("run", name);
    line_hex("in", packet.at, (size_t)packet.size);
    if (inputs->ctx.size) {
        line_hex("ctx", inputs->ctx.at, (size_t)inputs->ctx.size);
    }
    line_number("repeat", inputs->repeat);
    line_number("errno", outcome->result < 0 ? (uint64_t)-outcome->result : 0);
    if (outcome->result == 0) {
        line_number("retval", outcome->retval);
        line_hex("out", outcome->out.at, (size_t)outcome->out.size);
        if (inputs->ctx.size) {
            line_hex("ctx_out", outcome->ctx.at, (size_t)outcome->ctx.size);
        }
        line_number("duration_ns", outcome->duration_ns);
    }
    line_signed("jit_enable", settings_read().enable);
    return line_end();
}

bool program_run(const struct program *program, const char *name, const struct loaded *loaded,
                 const struct inputs *inputs, uint32_t *run_count) {
    long fd = loaded->fd;
    struct outcome *outcomes = take((uint64_t)inputs->count * sizeof(*outcomes));
    for (uint32_t i = 0; i < inputs->count; i++) {
        outcomes[i] = run(fd, inputs->packets[i], inputs->ctx, 1);
    }
    if (inputs->count && !contents_print(program, name, loaded->maps)) {
        return false;
    }
    for (uint32_t i = 0; i < inputs->count; i++) {
        if (inputs->repeat > 1 && outcomes[i].result == 0) {
            struct outcome repeated = run(fd, inputs->packets[i], inputs->ctx, inputs->repeat);
            outcomes[i].duration_ns = repeated.duration_ns;
        }
        if (!print(name, inputs, inputs->packets[i], &outcomes[i])) {
            return false;
        }
        (*run_count)++;
    }
    return true;
}
