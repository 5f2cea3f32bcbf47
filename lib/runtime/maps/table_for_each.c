/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_for_each_map_elem on hashes, in storage order. The callback may change the map: an element
 * it removes keeps its contents until it is taken again, and what it adds is visited or not. */
#include "cpu.h"
#include "maps/table.h"
#include "run/call_back.h"

long bpf_aot_table_for_each(struct bpf_aot_map *map, bpf_aot_callback *callback, uint64_t ctx,
                            struct bpf_aot_run *run) {
    uint32_t cpu = rt_map_cpu(map);
    uint32_t number = 0;
    uint32_t visited = 0;
    uint64_t result = 0;
    struct bpf_aot_hash_element *element;
    while (result == 0 && (element = bpf_aot_table_next(map, &number))) {
        visited++;
        void *value = table_value(map, element, cpu);
        result = bpf_aot_call_back(callback, (uintptr_t)map, (uintptr_t)table_key(element),
                                   (uintptr_t)value, ctx, run);
    }
    return (long)visited;
}
