/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_get_tunnel_key, bpf_skb_set_tunnel_key and the same of options. What a program sets goes
 * into its CPU's one description of a tunnel, which the packet then points at. */
#include "cpu.h"
#include "errors.h"
#include "helpers/skb.h"

/* uapi struct bpf_tunnel_key */
struct key {
    uint32_t id;
    union {
        uint32_t ip4;
        uint8_t ip6[16];
    } remote;
    uint8_t tos, ttl;
    uint16_t flags; /* network byte order */
    uint32_t label;
    union {
        uint32_t ip4;
        uint8_t ip6[16];
    } local;
};
_Static_assert(sizeof(struct key) == 44, "struct bpf_tunnel_key");

/* uapi BPF_F_* */
enum {
    INFO_IPV6 = 1 << 0,
    ZERO_CSUM_TX = 1 << 1,
    DONT_FRAGMENT = 1 << 2,
    SEQ_NUMBER = 1 << 3,
    INFO_FLAGS = 1 << 4,
    NO_TUNNEL_KEY = 1 << 4, /* to set what INFO_FLAGS gets */
};

/* kernel: 1 << IP_TUNNEL_*_BIT */
enum {
    HAS_CSUM = 1 << 0,
    HAS_KEY = 1 << 2,
    HAS_SEQ = 1 << 3,
    IS_WHOLE = 1 << 8,
    IS_GENEVE = 1 << 11,
    IS_VXLAN = 1 << 12,
    NO_CACHE = 1 << 13,
    IS_ERSPAN = 1 << 14,
    IS_GTP = 1 << 15,
    HAS_OPTIONS = IS_GENEVE | IS_VXLAN | IS_ERSPAN | IS_GTP,
};

enum { LABEL_MASK = 0xfffff }; /* kernel: IPV6_FLOWLABEL_MASK */

static struct bpf_aot_tunnel tunnels[RT_CPU_SLOTS];

/* Sizes that the struct had in older kernels. The oldest held one IPv4 address. */
static bool is_old_size(uint32_t size_bytes) {
    return size_bytes == offsetof(struct key, local) || size_bytes == offsetof(struct key, label) ||
           size_bytes == offsetof(struct key, flags) ||
           size_bytes == offsetof(struct key, remote) + 4;
}

static uint32_t load_address(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void store_address(uint8_t *bytes, uint32_t address) {
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(address >> (24 - 8 * i));
    }
}

static int64_t check_get(const struct bpf_aot_tunnel *tunnel, uint32_t size_bytes, uint64_t flags) {
    if (!tunnel || flags & ~(uint64_t)(INFO_IPV6 | INFO_FLAGS)) {
        return -RT_EINVAL;
    }
    if (!tunnel->is_ipv6 != !(flags & INFO_IPV6)) {
        return -RT_EPROTO;
    }
    bool is_oldest = size_bytes == offsetof(struct key, remote) + 4;
    bool known = size_bytes == sizeof(struct key) ||
                 (is_old_size(size_bytes) && !(is_oldest && tunnel->is_ipv6));
    return known ? 0 : -RT_EINVAL;
}

int64_t bpf_aot_skb_get_tunnel_key(void *ctx, void *key, uint32_t size_bytes, uint64_t flags) {
    const struct bpf_aot_tunnel *tunnel = ((const struct bpf_aot_skb *)ctx)->tunnel;
    int64_t error = check_get(tunnel, size_bytes, flags);
    if (error) {
        memset(key, 0, size_bytes);
        return error;
    }
    struct key full = {.id = (uint32_t)tunnel->id, .tos = tunnel->tos, .ttl = tunnel->ttl};
    full.flags = flags & INFO_FLAGS ? rt_network16(tunnel->flags) : 0;
    if (flags & INFO_IPV6) {
        memcpy(full.remote.ip6, tunnel->source, sizeof(full.remote.ip6));
        memcpy(full.local.ip6, tunnel->destination, sizeof(full.local.ip6));
        full.label = tunnel->label;
    } else {
        full.remote.ip4 = load_address(tunnel->source);
        full.local.ip4 = load_address(tunnel->destination);
    }
    memcpy(key, &full, size_bytes);
    return 0;
}

static uint16_t tunnel_flags(uint64_t flags) {
    uint32_t result = NO_CACHE;
    result |= flags & ZERO_CSUM_TX ? 0 : HAS_CSUM;
    result |= flags & DONT_FRAGMENT ? IS_WHOLE : 0;
    result |= flags & SEQ_NUMBER ? HAS_SEQ : 0;
    result |= flags & NO_TUNNEL_KEY ? 0 : HAS_KEY;
    return (uint16_t)result;
}

int64_t bpf_aot_skb_set_tunnel_key(void *ctx, void *key, uint32_t size_bytes, uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    struct key full = {0};
    if (flags &
            ~(uint64_t)(INFO_IPV6 | ZERO_CSUM_TX | DONT_FRAGMENT | SEQ_NUMBER | NO_TUNNEL_KEY) ||
        (size_bytes != sizeof(full) && !is_old_size(size_bytes))) {
        return -RT_EINVAL;
    }
    memcpy(&full, key, size_bytes);
    if ((!(flags & INFO_IPV6) && full.label) || full.flags) {
        return -RT_EINVAL;
    }
    struct bpf_aot_tunnel *tunnel = &tunnels[rt_cpu_slot()];
    memset(tunnel, 0, sizeof(*tunnel));
    tunnel->id = full.id;
    tunnel->tos = full.tos;
    tunnel->ttl = full.ttl;
    tunnel->flags = tunnel_flags(flags);
    if (flags & INFO_IPV6) {
        tunnel->is_ipv6 = 1;
        memcpy(tunnel->destination, full.remote.ip6, sizeof(full.remote.ip6));
        memcpy(tunnel->source, full.local.ip6, sizeof(full.local.ip6));
        tunnel->label = full.label & LABEL_MASK;
    } else {
        store_address(tunnel->destination, full.remote.ip4);
        store_address(tunnel->source, full.local.ip4);
    }
    skb->tunnel = tunnel;
    return 0;
}

int64_t bpf_aot_skb_get_tunnel_opt(void *ctx, void *options, uint32_t size_bytes) {
    const struct bpf_aot_tunnel *tunnel = ((const struct bpf_aot_skb *)ctx)->tunnel;
    int64_t error = !tunnel || !(tunnel->flags & HAS_OPTIONS) ? -RT_ENOENT
                    : size_bytes < tunnel->options_bytes      ? -RT_ENOMEM
                                                              : 0;
    memset(options, 0, size_bytes);
    if (error) {
        return error;
    }
    memcpy(options, tunnel->options, tunnel->options_bytes);
    return tunnel->options_bytes;
}

/* Only of a tunnel that this program has set. */
int64_t bpf_aot_skb_set_tunnel_opt(void *ctx, void *options, uint32_t size_bytes) {
    struct bpf_aot_tunnel *tunnel = &tunnels[rt_cpu_slot()];
    if (((const struct bpf_aot_skb *)ctx)->tunnel != tunnel || size_bytes & 3) {
        return -RT_EINVAL;
    }
    if (size_bytes > BPF_AOT_TUNNEL_OPTIONS_MAX) {
        return -RT_ENOMEM;
    }
    tunnel->options_bytes = (uint8_t)size_bytes;
    if (size_bytes) {
        memcpy(tunnel->options, options, size_bytes);
        tunnel->flags |= HAS_OPTIONS;
    }
    return 0;
}
