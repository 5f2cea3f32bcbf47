/* SPDX-License-Identifier: Apache-2.0 */
/* Flow dissector programs: they read a frame and fill struct bpf_flow_keys. */
#include "driver/print.h"
#include "driver/skb.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

_Static_assert(sizeof(struct bpf_aot_flow_keys) == 56, "struct bpf_flow_keys");

void bpf_aot_flow_fill(struct bpf_aot_skb *skb, struct bpf_aot_flow_keys *keys, uint8_t *frame,
                       uint32_t size_bytes) {
    *keys = (struct bpf_aot_flow_keys){
        .nhoff = RT_ETH_HEADER_BYTES,
        .thoff = RT_ETH_HEADER_BYTES,
    };
    if (size_bytes >= RT_ETH_HEADER_BYTES) {
        memcpy(&keys->n_proto, frame + RT_ETH_HEADER_BYTES - 2, sizeof(keys->n_proto));
    }
    skb->data = frame;
    skb->data_end = frame + size_bytes;
    skb->flow_keys = keys;
}

static uint16_t clamp(uint32_t value, uint32_t low, uint32_t high) {
    return (uint16_t)(value < low ? low : value > high ? high : value);
}

/* kernel: bpf_flow_dissect */
void bpf_aot_flow_finish(struct bpf_aot_flow_keys *keys, uint32_t size_bytes) {
    keys->nhoff = clamp(keys->nhoff, RT_ETH_HEADER_BYTES, size_bytes);
    keys->thoff = clamp(keys->thoff, keys->nhoff, size_bytes);
}

static uint32_t network16(const void *at) {
    const uint8_t *bytes = at;
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

void bpf_aot_flow_print(const struct bpf_aot_flow_keys *keys) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    const uint16_t *label = (const void *)&keys->flow_label;
    const struct {
        const char *name;
        uint32_t value;
    } numbers[] = {
        {"nhoff", keys->nhoff},
        {"thoff", keys->thoff},
        {"addr_proto", keys->addr_proto},
        {"is_frag", keys->is_frag},
        {"is_first_frag", keys->is_first_frag},
        {"is_encap", keys->is_encap},
        {"ip_proto", keys->ip_proto},
        {"n_proto", network16(&keys->n_proto)},
        {"sport", network16(&keys->sport)},
        {"dport", network16(&keys->dport)},
        {"flags", keys->flags},
        {"flow_label", network16(label) << 16 | network16(label + 1)},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        bpf_aot_print(out, "%c\"%s\":%u", i ? ',' : '{', numbers[i].name, numbers[i].value);
    }
    bpf_aot_print(out, ",\"addresses\":\"");
    bpf_aot_print_hex(out, keys->source, sizeof(keys->source) + sizeof(keys->destination));
    bpf_aot_print(out, "\"}");
}
