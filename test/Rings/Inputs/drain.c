/* SPDX-License-Identifier: Apache-2.0 */
/* Adds up the bytes of all samples and sends each one on; a first byte of 0xff ends the drain. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} commands SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} answers SEC(".maps");

struct sums {
    __u32 bytes;
};

static long take(struct bpf_dynptr *sample, void *context) {
    struct sums *sums = context;
    __u8 bytes[4];
    __u8 *all = bpf_dynptr_data(sample, 0, 3);
    if (bpf_dynptr_read(bytes, 1, sample, 0, 0)) {
        return 0; /* no byte */
    }
    sums->bytes += bytes[0] << 8;
    if (all) {
        all[1]++; /* a program may change a sample */
        sums->bytes += all[2];
        bpf_ringbuf_output(&answers, all, 3, 0);
    }
    return bytes[0] == 0xff;
}

SEC("xdp")
int drain(struct xdp_md *ctx) {
    struct sums sums = {};
    long samples = bpf_user_ringbuf_drain(&commands, take, &sums, 0);
    return samples << 16 | sums.bytes;
}

char _license[] SEC("license") = "GPL";
