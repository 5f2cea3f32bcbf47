/* SPDX-License-Identifier: Apache-2.0 */
/* Classic pcap files (microseconds and nanoseconds, either byte order), packet by packet. */
#ifndef BPF_AOT_DRIVER_PCAP_H
#define BPF_AOT_DRIVER_PCAP_H

#include "driver/input.h"

struct bpf_aot_pcap {
    struct bpf_aot_input input;
    bool swapped; /* the file's byte order is not this machine's */
    bool nano;    /* fractions of seconds are nanoseconds, not microseconds */
    uint32_t packets;
    uint32_t seconds, nanoseconds; /* of the last packet */
};

enum bpf_aot_pcap_status {
    BPF_AOT_PCAP_PACKET,
    BPF_AOT_PCAP_END,
    BPF_AOT_PCAP_ERROR, /* reported */
};

bool bpf_aot_pcap_open(struct bpf_aot_pcap *pcap, const char *path);
enum bpf_aot_pcap_status bpf_aot_pcap_next(struct bpf_aot_pcap *pcap, uint8_t *bytes,
                                           uint32_t capacity, uint32_t *size_bytes);

#endif
