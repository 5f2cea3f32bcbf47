/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_csum_diff: the 32-bit one's complement sum of the seed, the inverted words of `from` and
 * the words of `to`. Kernels differ in which of the congruent sums they return; a program has to
 * fold it anyway. */
#include "bpf-aot/runtime.h"
#include "bytes.h"
#include "errors.h"

#define BYTES_MAX 512 /* both buffers together, the kernel's scratch space */

static uint32_t sum_words(uint32_t sum, const unsigned char *bytes, uint32_t size_bytes,
                          uint32_t invert) {
    for (uint32_t offset = 0; offset < size_bytes; offset += 4) {
        uint32_t word = rt_load32(bytes + offset) ^ invert;
        sum += word;
        sum += sum < word; /* the carry comes back in at the low end */
    }
    return sum;
}

int64_t bpf_aot_csum_diff(void *from, uint32_t from_bytes, void *to, uint32_t to_bytes,
                          uint32_t seed) {
    if ((from_bytes | to_bytes) & 3 || (uint64_t)from_bytes + to_bytes > BYTES_MAX) {
        return -RT_EINVAL;
    }
    uint32_t sum = sum_words(seed, from, from_bytes, 0xffffffff);
    return sum_words(sum, to, to_bytes, 0);
}
