/* SPDX-License-Identifier: Apache-2.0 */
/* Socket buffers of the kernel's test: one linear part and at most one page. */
#include "support.h"

#include "bpf-aot/runtime.h"

enum { PACKET_BYTES = 512, PACKET_START = 2 };

struct net init_net;

struct sk_buff *alloc_skb(unsigned bytes, int flags) {
    struct sk_buff *skb = kzalloc(sizeof(*skb), flags);
    u8 *head = kzalloc(bytes, flags);
    if (!skb || !head) {
        return NULL;
    }
    skb->head = skb->data = skb->tail = head;
    skb->truesize = sizeof(*skb) + bytes;
    return skb;
}

void kfree_skb(struct sk_buff *skb) {
    kfree_skb_list(skb->shared.frag_list);
    kfree(skb->shared.frag);
    kfree(skb->head);
    kfree(skb);
}

void kfree_skb_list(struct sk_buff *skb) {
    while (skb) {
        struct sk_buff *next = skb->next;
        kfree_skb(skb);
        skb = next;
    }
}

void *skb_put(struct sk_buff *skb, unsigned bytes) {
    u8 *end = skb->tail;
    skb->tail += bytes;
    skb->len += bytes;
    return end;
}

void __skb_put_data(struct sk_buff *skb, const void *data, unsigned bytes) {
    memcpy(skb_put(skb, bytes), data, bytes);
}

void skb_add_rx_frag(struct sk_buff *skb, int number, struct page *page, unsigned offset,
                     unsigned bytes, unsigned truesize) {
    skb->shared.frag = page;
    skb->shared.frag_offset = offset;
    skb->shared.frag_bytes = bytes;
    skb->len += bytes;
    skb->data_len += bytes;
    skb->truesize += truesize;
}

static size_t copy_own_bytes(const struct sk_buff *skb, u8 *to) {
    size_t linear = (size_t)(skb->tail - skb->data);
    memcpy(to, skb->data, linear);
    if (skb->shared.frag) {
        memcpy(to + linear, skb->shared.frag->bytes + skb->shared.frag_offset,
               skb->shared.frag_bytes);
    }
    return linear + skb->shared.frag_bytes;
}

/* A stand-in for the kernel's: the bytes of the buffer and of its list, `gso_size` at a time. */
struct sk_buff *skb_segment(struct sk_buff *skb, netdev_features_t features) {
    struct sk_buff *first = NULL, **link = &first;
    u8 *bytes = kmalloc(skb->len, GFP_KERNEL);
    size_t total = bytes ? copy_own_bytes(skb, bytes) : 0;
    for (const struct sk_buff *part = skb->shared.frag_list; part; part = part->next) {
        total += copy_own_bytes(part, bytes + total);
    }
    for (size_t at = 0; at < total && total == skb->len;) {
        size_t length = min(total - at, skb->shared.gso_size);
        struct sk_buff *segment = alloc_skb((unsigned)length, GFP_KERNEL);
        __skb_put_data(segment, bytes + at, (unsigned)length);
        *link = segment;
        link = &segment->next;
        at += length;
    }
    kfree(bytes);
    return first ? first : (struct sk_buff *)-EINVAL;
}

/* The runtime wants a packet in one piece, at 2 mod 4. No buffer: the program does not look. */
u64 run_on_skb(void *entry, const struct sk_buff *skb) {
    static _Alignas(16) u8 packet[PACKET_START + PACKET_BYTES];
    u8 *data = packet + PACKET_START;
    if (!skb) {
        struct bpf_aot_skb nothing = {.data = data, .data_end = data};
        return ((uint64_t (*)(void *))entry)(&nothing);
    }
    if (skb->len > PACKET_BYTES) {
        return 0;
    }
    copy_own_bytes(skb, data);
    struct bpf_aot_skb ctx = {
        .data = data,
        .data_end = data + skb_headlen(skb),
        .data_meta = data,
        .buffer_start = packet,
        .buffer_end = packet + sizeof(packet),
        .mac_header = data + (skb->mac_header - skb->data),
        .network_header = data + (skb->network_header - skb->data),
        .len = skb->len,
        .pkt_type = skb->pkt_type,
        .mark = skb->mark,
        .hash = skb->hash,
        .queue_mapping = skb->queue_mapping,
        .protocol = skb->protocol,
        .vlan_present = 1,
        .vlan_tci = skb->vlan_tci,
        .vlan_proto = skb->vlan_proto,
        .ifindex = (u32)skb->dev->ifindex,
        .hatype = skb->dev->type,
    };
    return ((uint64_t (*)(void *))entry)(&ctx);
}
