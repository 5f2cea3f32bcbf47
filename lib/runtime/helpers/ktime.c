/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks. Jiffies count as those of a kernel with CONFIG_HZ=250 (Debian's), from the value
 * that the kernel starts with (include/linux/jiffies.h: five minutes before 32 bits wrap). */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { HZ = 250, NS_A_JIFFY = 1000000000 / HZ };

uint64_t bpf_aot_ktime_get_ns(void) {
    return bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
}

uint64_t bpf_aot_jiffies64(void) {
    const uint32_t initial = 0u - 300u * HZ;
    uint64_t rest;
    return initial +
           bpf_aot_divide64(bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC_COARSE), NS_A_JIFFY, &rest);
}

uint64_t bpf_aot_ktime_get_boot_ns(void) {
    return bpf_aot_sys_clock_ns(RT_CLOCK_BOOTTIME);
}

uint64_t bpf_aot_ktime_get_coarse_ns(void) {
    return bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC_COARSE);
}

uint64_t bpf_aot_ktime_get_tai_ns(void) {
    return bpf_aot_sys_clock_ns(RT_CLOCK_TAI);
}
