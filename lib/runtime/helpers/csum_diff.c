/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_csum_diff: the one's complement sum of the seed and of `to`, less that of `from`. As kernels
 * from 6.13 on have it: folded to 16 bits, for buffers of any size, and of the two zeros the one
 * that they get. */
#include "bpf-aot/runtime.h"
#include "helpers/csum.h"

static uint32_t difference(const void *from, uint32_t from_bytes, const void *to, uint32_t to_bytes,
                           uint32_t seed) {
    if (!from_bytes) {
        return rt_csum_add(seed, rt_csum_bytes(to, to_bytes));
    }
    uint32_t less = rt_csum_bytes(from, from_bytes);
    if (!to_bytes) {
        return ~rt_csum_add(~seed, less);
    }
    return rt_csum_sub(rt_csum_add(seed, rt_csum_bytes(to, to_bytes)), less);
}

int64_t bpf_aot_csum_diff(void *from, uint32_t from_bytes, void *to, uint32_t to_bytes,
                          uint32_t seed) {
    return rt_csum_sum16(difference(from, from_bytes, to, to_bytes, seed));
}
