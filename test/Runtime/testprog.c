/* SPDX-License-Identifier: Apache-2.0 */
/* Stands for a translated object: programs, maps and data sections, listed as the translator lists
 * them. With ONE_PROGRAM only the raw program is there, and no map. */
#include "testprog.h"

/* Adds 1 to every byte; the result is their number, shifted beyond 32 bits. */
static uint64_t bump(void *memory, uint64_t size) {
    uint8_t *bytes = memory;
    if ((uintptr_t)memory & 15 || (size == 0) != (memory == NULL)) {
        return ~0ull;
    }
    for (uint64_t i = 0; i < size; i++) {
        bytes[i]++;
    }
    return size << 32 | size;
}

PROGRAM(bump, "", BPF_AOT_CONTEXT_RAW)

#ifndef ONE_PROGRAM

MAP(counts, array, 2, ARRAY, 4, 4, 3, 1)
MAP(seen, hash, 1, HASH, 2, 1, 4, 1)
MAP(cpus, percpu_array, 6, ARRAY, 4, 2, 1, 4)
MAP(flows, percpu_hash, 5, HASH, 1, 2, 4, 4)
MAP(ports, devmap, 14, ARRAY, 4, 4, 4, 1)

static uint8_t data[4] = {1, 2, 3, 4};
static const uint8_t rodata[2] = {0xab, 0xcd};

static struct bpf_aot_section data_section = {".data", data, sizeof(data), 0};
static struct bpf_aot_section rodata_section = {".rodata", (void *)rodata, sizeof(rodata), 1};
LISTED(BPF_AOT_SECTIONS_SECTION) struct bpf_aot_section *data_listed = &data_section;
LISTED(BPF_AOT_SECTIONS_SECTION) struct bpf_aot_section *rodata_listed = &rodata_section;

uint32_t bpf_aot_active_cpus = 2;

/* Counts every packet by its first byte, and remembers its first two bytes; drops what has another
 * alignment than promised. The upper half of r0 must not count. */
static uint64_t count(void *context) {
    struct bpf_aot_xdp *xdp = context;
    uint8_t *packet = xdp->data;
    if (((uintptr_t)packet & 3) != 2 || xdp->data_meta != packet || xdp->ingress_ifindex != 1) {
        return 1;
    }
    uint32_t index = packet[0];
    uint32_t *number = bpf_aot_map_lookup_elem(&counts, &index);
    if (!number) {
        return 0;
    }
    ++*number;
    uint8_t value = packet[2];
    bpf_aot_map_update_elem(&seen, packet, &value, 0);
    data[0]++;
    return 7ull << 32 | 2;
}

/* Grows at both ends and redirects to the port that the first byte names. */
static uint64_t grow(void *context) {
    struct bpf_aot_xdp *xdp = context;
    if (bpf_aot_xdp_adjust_head(xdp, -2) || bpf_aot_xdp_adjust_tail(xdp, 1)) {
        return 0;
    }
    uint8_t *packet = xdp->data;
    packet[0] = 0xaa;
    packet[1] = 0xbb;
    return (uint64_t)bpf_aot_redirect_map(&ports, packet[2], 3);
}

/* Returns a number that is no action. */
static uint64_t strange(void *context) {
    bpf_aot_trace_printk("size %d", 8, bpf_aot_xdp_get_buff_len(context), 0, 0);
    return (uint64_t)-1;
}

PROGRAM(count, "xdp", BPF_AOT_CONTEXT_XDP)
PROGRAM(grow, "xdp", BPF_AOT_CONTEXT_XDP)
PROGRAM(strange, "xdp", BPF_AOT_CONTEXT_XDP)

#endif
