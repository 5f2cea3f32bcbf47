/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program on one packet or one piece of memory and prints the result. */
#ifndef BPF_AOT_DRIVER_RUN_H
#define BPF_AOT_DRIVER_RUN_H

#include "bpf-aot/runtime.h"
#include "driver/options.h"

enum { BPF_AOT_PACKET_MAX = 65536 };

/* False, with a message, when -ctx is wrong or the result cannot be printed. `number` counts
 * from 1. */
bool bpf_aot_run(const struct bpf_aot_program *program, const struct bpf_aot_run_options *options,
                 const uint8_t *bytes, uint32_t size_bytes, uint32_t number);

#endif
