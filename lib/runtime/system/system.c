/* SPDX-License-Identifier: Apache-2.0 */
/* The system of a program whose embedder brings none: it is empty. */
#include "system/sock.h"

#include "start/sys.h"

static const struct bpf_aot_system_ops empty = {.netns_cookie = BPF_AOT_NETNS_COOKIE};

__attribute__((weak)) const struct bpf_aot_system_ops *bpf_aot_system = &empty;

uint64_t bpf_aot_system_seconds(void) {
    return bpf_aot_system->seconds ? bpf_aot_system->seconds()
                                   : bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC) / 1000000000;
}
