/* SPDX-License-Identifier: Apache-2.0 */
/* -trace: says whose line bpf_trace_printk writes. */
#include "cpu.h"
#include "driver/feed.h"
#include "driver/print.h"
#include "helpers/trace_prefix.h"
#include "libcalls/libcalls.h"

static const struct bpf_aot_job *jobs[RT_CPU_SLOTS];

static uint32_t prefix(char *text, uint32_t capacity) {
    struct bpf_aot_out out = {-1, 0, capacity, text};
    const struct bpf_aot_job *job = jobs[rt_cpu_slot()];
    /* Longer names would be flushed, to nowhere. */
    if (!job || strlen(job->program->name) > capacity / 2) {
        return 0;
    }
    bpf_aot_print(&out, "packet %u, %s: ", job->number, job->program->name);
    return out.used;
}

void bpf_aot_trace_on(void) {
    rt_trace_prefix = prefix;
}

void bpf_aot_trace_job(const struct bpf_aot_job *job) {
    jobs[rt_cpu_slot()] = job;
}
