/* SPDX-License-Identifier: Apache-2.0 */
/* The successor of an index. */
#include "cpu.h"
#include "maps/slots.h"

const void *bpf_aot_slots_next_key(struct bpf_aot_map *map, const void *key) {
    static uint32_t next_keys[RT_CPU_SLOTS]; /* an array stores no keys to point at */
    uint32_t next = 0;
    if (key && rt_load32(key) < map->max_entries) {
        next = rt_load32(key) + 1;
    }
    if (next >= map->max_entries) {
        return NULL;
    }
    uint32_t *result = &next_keys[rt_cpu_slot()];
    *result = next;
    return result;
}
