/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_for_each_map_elem on arrays: every index, with the calling CPU's value. */
#include "cpu.h"
#include "maps/slots.h"
#include "run/call_back.h"

long bpf_aot_slots_for_each(struct bpf_aot_map *map, bpf_aot_callback *callback, uint64_t ctx,
                            struct bpf_aot_run *run) {
    uint32_t cpu = rt_map_cpu(map);
    uint32_t visited = 0;
    uint64_t result = 0;
    struct bpf_aot_region region = {.next = run->regions};
    run->regions = &region;
    while (result == 0 && visited < map->max_entries) {
        /* Keys are 8-aligned wherever a program meets them. */
        uint32_t key __attribute__((aligned(8))) = visited++;
        region.start = &key;
        region.bytes = sizeof(key);
        void *value = slots_value(map, &key, cpu);
        result = bpf_aot_call_back(callback, (uintptr_t)map, (uintptr_t)&key, (uintptr_t)value, ctx,
                                   run);
    }
    run->regions = region.next;
    return (long)visited;
}
