/* SPDX-License-Identifier: Apache-2.0 */
/* Internet checksums (RFC 1071, RFC 1624): one's complement sums of 16-bit words as they lie in
 * memory, so that no byte order matters. */
#ifndef BPF_AOT_RUNTIME_CSUM_H
#define BPF_AOT_RUNTIME_CSUM_H

#include <stdint.h>

static inline uint32_t rt_csum_add(uint32_t sum, uint32_t more) {
    sum += more;
    return sum + (sum < more);
}

static inline uint32_t rt_csum_sub(uint32_t sum, uint32_t less) {
    return rt_csum_add(sum, ~less);
}

static inline uint16_t rt_csum_sum16(uint32_t sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)(sum + (sum >> 16));
}

static inline uint16_t rt_csum_fold(uint32_t sum) {
    return (uint16_t)~rt_csum_sum16(sum);
}

uint32_t rt_csum_bytes(const void *bytes, uint32_t size_bytes);

#endif
