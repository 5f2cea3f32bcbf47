/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_l3_csum_replace, bpf_l4_csum_replace, bpf_csum_update, bpf_csum_level. */
#include "helpers/skb_csum.h"

#include "errors.h"

/* uapi BPF_F_* */
enum {
    FIELD_BYTES = 0xf,
    PSEUDO_HEADER = 1 << 4,
    MARK_MANGLED_0 = 1 << 5,
    MARK_ENFORCE = 1 << 6,
    IPV6 = 1 << 7,
};
enum { LEVEL_QUERY, LEVEL_INC, LEVEL_DEC, LEVEL_RESET, LEVEL_MAX = 3 };

/* The checksum at `offset`, visible; NULL: there is none. */
static uint8_t *field_at(struct bpf_aot_skb *skb, uint32_t offset) {
    if (offset > RT_OFFSET_MAX || offset & 1 || !rt_skb_pull(skb, offset + 2)) {
        return NULL;
    }
    return (uint8_t *)skb->data + offset;
}

/* What a field of `flags & FIELD_BYTES` bytes adds when `to` replaces `from`; no size: `to` is the
 * difference already, one's complement as bpf_csum_diff makes it. */
static bool difference(uint64_t from, uint64_t to, uint64_t flags, uint32_t *minus,
                       uint32_t *plus) {
    switch (flags & FIELD_BYTES) {
    case 0:
        *minus = 0;
        *plus = (uint32_t)to;
        return from == 0;
    case 2:
        *minus = (uint16_t)from;
        *plus = (uint16_t)to;
        return true;
    case 4:
        *minus = (uint32_t)from;
        *plus = (uint32_t)to;
        return true;
    default:
        return false;
    }
}

int64_t bpf_aot_l3_csum_replace(void *ctx, uint32_t offset, uint64_t from, uint64_t to,
                                uint64_t flags) {
    uint32_t minus, plus;
    if (flags & ~(uint64_t)FIELD_BYTES) {
        return -RT_EINVAL;
    }
    uint8_t *field = field_at(ctx, offset);
    if (!field) {
        return -RT_EFAULT;
    }
    if (!difference(from, to, flags, &minus, &plus)) {
        return -RT_EINVAL;
    }
    uint32_t sum = (uint16_t)~rt_load16(field);
    if ((flags & FIELD_BYTES) == 2) { /* in 16 bits, which yields another zero */
        sum = rt_csum_sum16(sum + (uint16_t)~minus);
        rt_store16(field, (uint16_t)~rt_csum_sum16(sum + plus));
        return 0;
    }
    /* The kernel's complement has 32 bits here. */
    sum = ~(uint32_t)rt_load16(field);
    sum = flags & FIELD_BYTES ? rt_csum_sub(sum, minus) : sum;
    rt_store16(field, rt_csum_fold(rt_csum_add(sum, plus)));
    return 0;
}

/* kernel: inet_proto_csum_replace4, inet_proto_csum_replace_by_diff */
static void replace(struct bpf_aot_skb *skb, uint8_t *field, uint32_t minus, uint32_t plus,
                    uint64_t flags) {
    bool pseudo = flags & PSEUDO_HEADER, by_difference = !(flags & FIELD_BYTES);
    uint32_t old = rt_load16(field);
    if (skb->ip_summed == BPF_AOT_CSUM_PARTIAL) {
        uint32_t sum = by_difference ? old : rt_csum_sub(old, minus);
        if (pseudo) {
            rt_store16(field, (uint16_t)~rt_csum_fold(rt_csum_add(sum, plus)));
        }
        return;
    }
    uint32_t sum = by_difference ? ~old : rt_csum_sub(~old, minus);
    rt_store16(field, rt_csum_fold(rt_csum_add(sum, plus)));
    if (skb->ip_summed != BPF_AOT_CSUM_COMPLETE || !pseudo) {
        return;
    }
    if (!by_difference) {
        skb->csum = ~rt_csum_add(rt_csum_sub(~skb->csum, minus), plus);
    } else if (!(flags & IPV6)) {
        skb->csum = ~rt_csum_sub(plus, skb->csum);
    }
}

int64_t bpf_aot_l4_csum_replace(void *ctx, uint32_t offset, uint64_t from, uint64_t to,
                                uint64_t flags) {
    uint32_t minus, plus;
    if (flags & ~(uint64_t)(FIELD_BYTES | PSEUDO_HEADER | MARK_MANGLED_0 | MARK_ENFORCE | IPV6)) {
        return -RT_EINVAL;
    }
    uint8_t *field = field_at(ctx, offset);
    if (!field) {
        return -RT_EFAULT;
    }
    /* UDP over IPv4: 0 means that there is no checksum. */
    if (flags & MARK_MANGLED_0 && !(flags & MARK_ENFORCE) && rt_load16(field) == 0) {
        return 0;
    }
    if (!difference(from, to, flags, &minus, &plus)) {
        return -RT_EINVAL;
    }
    replace(ctx, field, minus, plus, flags);
    if (flags & MARK_MANGLED_0 && rt_load16(field) == 0) {
        rt_store16(field, 0xffff);
    }
    return 0;
}

int64_t bpf_aot_csum_update(void *ctx, uint32_t csum) {
    struct bpf_aot_skb *skb = ctx;
    if (skb->ip_summed != BPF_AOT_CSUM_COMPLETE) {
        return -RT_ENOTSUPP;
    }
    skb->csum = rt_csum_add(skb->csum, csum);
    return skb->csum;
}

static void raise_level(struct bpf_aot_skb *skb) {
    if (skb->ip_summed == BPF_AOT_CSUM_NONE) {
        skb->ip_summed = BPF_AOT_CSUM_UNNECESSARY;
        skb->csum_level = 0;
    } else if (skb->ip_summed == BPF_AOT_CSUM_UNNECESSARY && skb->csum_level < LEVEL_MAX) {
        skb->csum_level++;
    }
}

static void lower_level(struct bpf_aot_skb *skb) {
    if (skb->ip_summed != BPF_AOT_CSUM_UNNECESSARY) {
        return;
    }
    if (skb->csum_level) {
        skb->csum_level--;
    } else {
        skb->ip_summed = BPF_AOT_CSUM_NONE;
    }
}

int64_t bpf_aot_csum_level(void *ctx, uint64_t level) {
    static void (*const changes[])(struct bpf_aot_skb *) = {
        [LEVEL_INC] = raise_level, [LEVEL_DEC] = lower_level, [LEVEL_RESET] = rt_skb_csum_reset};
    struct bpf_aot_skb *skb = ctx;
    if (level == LEVEL_QUERY) {
        return skb->ip_summed == BPF_AOT_CSUM_UNNECESSARY ? (int64_t)skb->csum_level : -RT_EACCES;
    }
    if (level > LEVEL_RESET) {
        return -RT_EINVAL;
    }
    changes[level](skb);
    return 0;
}
