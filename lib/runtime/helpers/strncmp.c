/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_strncmp: -1, 0 or 1 as the kernel's strncmp. */
#include "bpf-aot/runtime.h"

int64_t bpf_aot_strncmp(void *text, uint32_t size_bytes, void *other) {
    const uint8_t *left = text, *right = other;
    for (uint32_t i = 0; i < size_bytes; i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
        if (!left[i]) {
            break;
        }
    }
    return 0;
}
