/* SPDX-License-Identifier: Apache-2.0 */
/* Calls the translated xdp_count on one packet and reads its map, as a data plane in C
 * would. Translated code is not position-independent: link with -no-pie. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bpf-aot/runtime.h"

uint64_t xdp_count(void *ctx);
extern struct bpf_aot_map bpf_map_packets;

enum { HEADROOM = 256, PACKET_BYTES = 60, PROTOCOL_AT = 23, UDP = 17 };

int main(void) {
    /* Packets start at 2 modulo 4, so that IP headers are aligned. */
    static uint8_t buffer[4096] __attribute__((aligned(4)));
    uint8_t *packet = buffer + HEADROOM + 2;
    memcpy(packet + 12, "\x08\x00\x45", 3);
    packet[PROTOCOL_AT] = UDP;
    struct bpf_aot_xdp ctx = {
        .data = packet,
        .data_end = packet + PACKET_BYTES,
        .data_meta = packet,
        .buffer_start = packet - HEADROOM,
        .buffer_end = buffer + sizeof(buffer),
    };
    printf("verdict %" PRIu64 "\n", xdp_count(&ctx));
    uint32_t key = UDP;
    uint64_t *count = bpf_map_packets.ops->lookup(&bpf_map_packets, &key);
    printf("UDP packets: %" PRIu64 "\n", count ? *count : 0);
    return 0;
}
