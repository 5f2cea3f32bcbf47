/* SPDX-License-Identifier: Apache-2.0 */
#include "helpers/csum.h"

#include "bytes.h"

uint32_t rt_csum_bytes(const void *bytes, uint32_t size_bytes) {
    const uint8_t *at = bytes;
    uint32_t sum = 0;
    for (; size_bytes >= 4; size_bytes -= 4, at += 4) {
        sum = rt_csum_add(sum, rt_load32(at));
    }
    uint8_t last[4] = {0};
    for (uint32_t i = 0; i < size_bytes; i++) {
        last[i] = at[i];
    }
    return rt_csum_add(sum, rt_load32(last));
}
