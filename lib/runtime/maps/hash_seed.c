/* SPDX-License-Identifier: Apache-2.0 */
/* A variable of its own source: what uses it is in line in translated code. */
#include "bpf-aot/runtime.h"

uint32_t bpf_aot_hash_seed;
