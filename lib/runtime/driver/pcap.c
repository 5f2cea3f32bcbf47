/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/pcap.h"

#include "driver/print.h"

#define MAGIC_MICROSECONDS 0xa1b2c3d4u
#define MAGIC_NANOSECONDS  0xa1b23c4du

/* The link type is not looked at: a program sees whatever bytes the file has. */
struct file_header {
    uint32_t magic;
    uint16_t version[2];
    uint32_t zone, accuracy, snapshot_bytes, link_type;
};

struct record_header {
    uint32_t seconds, fraction;
    uint32_t captured_bytes; /* that follow */
    uint32_t wire_bytes;
};

static bool is_magic(uint32_t word) {
    return word == MAGIC_MICROSECONDS || word == MAGIC_NANOSECONDS;
}

static uint32_t word_of(const struct bpf_aot_pcap *pcap, uint32_t word) {
    return pcap->swapped ? __builtin_bswap32(word) : word;
}

bool bpf_aot_pcap_open(struct bpf_aot_pcap *pcap, const char *path) {
    struct file_header header;
    if (!bpf_aot_input_open(&pcap->input, path)) {
        return false;
    }
    pcap->packets = 0;
    uint32_t count = bpf_aot_input_read(&pcap->input, &header, sizeof(header));
    if (pcap->input.failed) {
        return false;
    }
    if (count < sizeof(header) ||
        (!is_magic(header.magic) && !is_magic(__builtin_bswap32(header.magic)))) {
        bpf_aot_error("%s: not a pcap file", path);
        return false;
    }
    pcap->swapped = !is_magic(header.magic);
    pcap->nano = word_of(pcap, header.magic) == MAGIC_NANOSECONDS;
    return true;
}

enum bpf_aot_pcap_status bpf_aot_pcap_next(struct bpf_aot_pcap *pcap, uint8_t *bytes,
                                           uint32_t capacity, uint32_t *size_bytes) {
    struct record_header header;
    struct bpf_aot_input *input = &pcap->input;
    uint32_t count = bpf_aot_input_read(input, &header, sizeof(header));
    if (input->failed) {
        return BPF_AOT_PCAP_ERROR;
    }
    if (count == 0) {
        bpf_aot_input_close(input);
        return BPF_AOT_PCAP_END;
    }
    pcap->packets++;
    uint32_t size = word_of(pcap, header.captured_bytes);
    pcap->seconds = word_of(pcap, header.seconds);
    pcap->nanoseconds = word_of(pcap, header.fraction) * (pcap->nano ? 1 : 1000);
    if (count == sizeof(header) && size > capacity) {
        bpf_aot_error("%s: packet %u has %u bytes, more than %u", input->path, pcap->packets, size,
                      capacity);
        return BPF_AOT_PCAP_ERROR;
    }
    if (count < sizeof(header) || bpf_aot_input_read(input, bytes, size) < size) {
        if (input->failed) {
            return BPF_AOT_PCAP_ERROR;
        }
        bpf_aot_error("%s: packet %u is cut off", input->path, pcap->packets);
        return BPF_AOT_PCAP_ERROR;
    }
    *size_bytes = size;
    return BPF_AOT_PCAP_PACKET;
}
