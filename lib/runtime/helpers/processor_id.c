/* SPDX-License-Identifier: Apache-2.0 */
#include "bpf-aot/runtime.h"

uint64_t bpf_aot_get_smp_processor_id(void) {
    return bpf_aot_this_cpu();
}

/* The CPUs are the embedder's own numbers: they lie in no node but the first. */
uint64_t bpf_aot_get_numa_node_id(void) {
    return 0;
}
