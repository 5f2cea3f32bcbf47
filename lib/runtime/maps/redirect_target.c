/* SPDX-License-Identifier: Apache-2.0 */
/* The record of where the last redirect points. */
#include "cpu.h"

static struct bpf_aot_redirect_info targets[RT_CPU_SLOTS];

struct bpf_aot_redirect_info *bpf_aot_redirect_target(void) {
    return &targets[rt_cpu_slot()];
}
