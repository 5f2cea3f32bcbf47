/* SPDX-License-Identifier: Apache-2.0 */
/* One CPU, unless an embedder with threads brings its own definitions. */
#include "cpu.h"

__attribute__((weak)) uint32_t bpf_aot_active_cpus = 1;

__attribute__((weak)) uint32_t bpf_aot_this_cpu(void) {
    return 0;
}
