/* SPDX-License-Identifier: Apache-2.0 */
#include "bpf-aot/runtime.h"

uint64_t bpf_aot_get_smp_processor_id(void) {
    return bpf_aot_this_cpu();
}
