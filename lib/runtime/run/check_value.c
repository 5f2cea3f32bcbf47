/* SPDX-License-Identifier: Apache-2.0 */
/* The check of an access to a value of a known map. */
#include "run/check.h"

uint32_t bpf_aot_check_value(uint64_t address, uint32_t size_bytes, const struct bpf_aot_map *map) {
    return check_map(map, address, size_bytes, true);
}
