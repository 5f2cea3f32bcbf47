/* SPDX-License-Identifier: Apache-2.0 */
/* As much of a socket buffer as the tests fill and look at. */
#ifndef STUB_SKB_H
#define STUB_SKB_H

enum { ETH_HLEN = 14, ETH_P_IP = 0x800, ETH_P_IPV6 = 0x86dd, NET_SKB_PAD = 64, NET_IP_ALIGN = 2 };
enum {
    SKB_GSO_TCPV4 = BIT(0),
    SKB_GSO_DODGY = BIT(1),
    SKB_GSO_TCPV6 = BIT(4),
};
/* Of a device; what skb_segment() here does depends on none. */
enum {
    NETIF_F_SG = BIT(0),
    NETIF_F_IP_CSUM = BIT(1),
    NETIF_F_IPV6_CSUM = BIT(2),
    NETIF_F_RXCSUM = BIT(3),
    NETIF_F_FRAGLIST = BIT(4),
    NETIF_F_HW_VLAN_CTAG_TX = BIT(5),
    NETIF_F_HW_VLAN_STAG_TX = BIT(6),
    NETIF_F_GSO = BIT(7),
    NETIF_F_GRO = BIT(8),
    NETIF_F_GSO_PARTIAL = BIT(9),
};

struct net {
    int unused;
};
extern struct net init_net;

struct net_device {
    int ifindex;
    unsigned short type;
};
#define dev_net_set(device, net) ((void)(net))

struct page {
    u8 bytes[PAGE_SIZE];
};

struct skb_shared_info {
    u16 gso_size, gso_segs;
    u32 gso_type;
    struct sk_buff *frag_list;
    struct {
        s64 hwtstamp;
    } hwtstamps;
    struct page *frag; /* the only one, or NULL */
    unsigned frag_offset, frag_bytes;
};

struct sk_buff {
    unsigned len, data_len; /* in all; behind the linear part */
    unsigned truesize;
    u8 *head, *data, *tail;
    u8 *mac_header, *network_header;
    u32 mark, hash;
    u16 protocol, queue_mapping, vlan_tci, vlan_proto;
    u8 pkt_type;
    struct net_device *dev;
    struct sk_buff *next;
    struct skb_shared_info shared;
};

struct sk_buff *alloc_skb(unsigned bytes, int flags);
void kfree_skb(struct sk_buff *skb);
void kfree_skb_list(struct sk_buff *skb);
void *skb_put(struct sk_buff *skb, unsigned bytes);
void __skb_put_data(struct sk_buff *skb, const void *data, unsigned bytes);
void skb_add_rx_frag(struct sk_buff *skb, int number, struct page *page, unsigned offset,
                     unsigned bytes, unsigned truesize);
struct sk_buff *skb_segment(struct sk_buff *skb, netdev_features_t features);

#define dev_alloc_skb(bytes)                alloc_skb(bytes, GFP_KERNEL)
#define alloc_page(flags)                   ((struct page *)kmalloc(sizeof(struct page), flags))
#define __free_page(page)                   kfree(page)
#define page_address(page)                  ((void *)(page)->bytes)
#define skb_shinfo(skb)                     (&(skb)->shared)
#define skb_headlen(skb)                    ((skb)->len - (skb)->data_len)
#define skb_reserve(skb, room)              ((skb)->data += (room), (skb)->tail += (room))
#define __skb_pull(skb, bytes)              ((skb)->len -= (bytes), (skb)->data += (bytes))
#define skb_set_mac_header(skb, offset)     ((skb)->mac_header = (skb)->data + (offset))
#define skb_set_network_header(skb, offset) ((skb)->network_header = (skb)->data + (offset))
#define skb_reset_mac_header(skb)           skb_set_mac_header(skb, 0)
#define skb_reset_network_header(skb)       skb_set_network_header(skb, 0)

#endif
