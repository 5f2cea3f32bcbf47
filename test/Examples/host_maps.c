/* SPDX-License-Identifier: Apache-2.0 */
/* The host API as a program uses bpf(2) and libbpf: finds the translated program and its map by
 * name, runs it on a packet, reads the map, and creates a map of its own. */
#include <stdio.h>
#include <string.h>

#include "bpf-aot/host.h"

enum { UDP = 17, MAP_TYPE_HASH = 1 };

int main(void) {
    unsigned char packet[60] = {[12] = 0x08, [14] = 0x45, [23] = UDP}, out[60];
    struct bpf_aot_test_run run = {.data_in = packet,
                                   .data_size_in = sizeof(packet),
                                   .repeat = 5,
                                   .data_out = out,
                                   .data_size_out = sizeof(out)};
    int status = bpf_aot_prog_run(bpf_aot_object_find_program("xdp_count"), &run);
    printf("status %d, verdict %u, %u bytes\n", status, run.retval, run.data_size_out);

    struct bpf_aot_map *packets = bpf_aot_object_find_map("packets");
    uint32_t key = UDP;
    uint64_t count = 0;
    status = bpf_aot_map_lookup(packets, &key, &count, 0);
    printf("status %d, UDP packets: %llu\n", status, (unsigned long long)count);

    struct bpf_aot_map *map;
    status = bpf_aot_map_create(MAP_TYPE_HASH, "mine", 4, 8, 16, NULL, &map);
    if (status == 0) {
        status = bpf_aot_map_update(map, &key, &count, 0);
        bpf_aot_map_destroy(map);
    }
    printf("status %d\n", status);
    return 0;
}
