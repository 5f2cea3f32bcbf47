/* SPDX-License-Identifier: Apache-2.0 */
#include "bpf-aot/runtime.h"

#include "start/sys.h"

uint64_t bpf_aot_ktime_get_ns(void) {
    return bpf_aot_sys_clock_ns();
}
