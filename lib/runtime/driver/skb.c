/* SPDX-License-Identifier: Apache-2.0 */
/* A frame as a socket buffer that came in at the loopback device. What no caller and no header sets
 * is zero, as in the kernel's test run. */
#include "driver/skb.h"

#include "bpf-aot/system.h"
#include "cpu.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

/* uapi linux/if_packet.h, linux/if_ether.h */
enum { HATYPE_LOOPBACK = 772 }; /* uapi linux/if_arp.h */
enum { PACKET_HOST = 0, PACKET_MULTICAST = 2, PACKET_OTHERHOST = 3 };
enum { LEAST_ETHERTYPE = 0x600, ETHERTYPE_802_3 = 1, ETHERTYPE_802_2 = 4 };
enum { ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86dd };
enum { TEST_HANDLE = 0x7fffffff, TEST_COOKIE = 1 << 20 }; /* apart from those of -system */
enum { FAMILY_INET = 2, FAMILY_INET6 = 10, IPV4_BYTES = 20, IPV6_BYTES = 40 };

/* One a CPU, since threads run programs at once. */
static struct bpf_aot_sock test_socks[RT_CPU_SLOTS];

static uint32_t big16(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

/* A number whose bytes in memory are those of `host` in network byte order. */
static uint16_t to_network(uint32_t host) {
    const uint8_t bytes[] = {(uint8_t)(host >> 8), (uint8_t)host};
    uint16_t value;
    memcpy(&value, bytes, sizeof(value));
    return value;
}

/* kernel: eth_type_trans; the loopback device's address is zero. */
static uint32_t ethertype(const uint8_t *frame, uint32_t size_bytes) {
    uint32_t type = big16(frame + 12);
    if (type >= LEAST_ETHERTYPE) {
        return type;
    }
    bool is_raw = size_bytes >= RT_ETH_HEADER_BYTES + 2 && big16(frame + 14) == 0xffff;
    return is_raw ? ETHERTYPE_802_3 : ETHERTYPE_802_2;
}

static uint32_t packet_type(const uint8_t *frame) {
    static const uint8_t own[6];
    if (memcmp(frame, own, sizeof(own)) == 0) {
        return PACKET_HOST;
    }
    return frame[0] & 1 ? PACKET_MULTICAST : PACKET_OTHERHOST;
}

/* The socket of the test run has the addresses of the packet: what it came from is its own. */
static void fill_sock(struct bpf_aot_skb *skb, const uint8_t *header, uint32_t size_bytes,
                      uint32_t type) {
    static uint64_t cookies[RT_CPU_SLOTS];
    struct bpf_aot_sock *test_sock = &test_socks[rt_cpu_slot()];
    struct bpf_aot_sock_fields *sock = &test_sock->fields;
    *test_sock = (struct bpf_aot_sock){
        .fields = {.state = BPF_AOT_CLOSE, .rx_queue_mapping = -1},
        .cookie = TEST_COOKIE + cookies[rt_cpu_slot()]++,
        .netns_cookie = bpf_aot_system->netns_cookie,
        .handle = TEST_HANDLE,
    };
    bpf_aot_sock_forget(test_sock);
    if (type == ETHERTYPE_IPV4) {
        sock->family = FAMILY_INET;
        if (size_bytes >= IPV4_BYTES) {
            memcpy(&sock->src_ip4, header + 12, 4);
            memcpy(&sock->dst_ip4, header + 16, 4);
        }
    } else if (type == ETHERTYPE_IPV6) {
        sock->family = FAMILY_INET6;
        if (size_bytes >= IPV6_BYTES) {
            memcpy(sock->src_ip6, header + 8, 16);
            memcpy(sock->dst_ip6, header + 24, 16);
        }
    }
    skb->sk = sock;
    skb->family = sock->family;
    skb->local_ip4 = sock->src_ip4;
    skb->remote_ip4 = sock->dst_ip4;
    memcpy(skb->local_ip6, sock->src_ip6, sizeof(sock->src_ip6));
    memcpy(skb->remote_ip6, sock->dst_ip6, sizeof(sock->dst_ip6));
}

void bpf_aot_skb_fill(struct bpf_aot_skb *skb, bool sees_link, uint8_t *frame,
                      uint32_t size_bytes) {
    bool has_header = size_bytes >= RT_ETH_HEADER_BYTES;
    uint32_t header_bytes = has_header ? RT_ETH_HEADER_BYTES : size_bytes;
    skb->mac_header = frame;
    skb->network_header = frame + header_bytes;
    skb->data = sees_link ? frame : frame + header_bytes;
    skb->data_end = frame + size_bytes;
    skb->data_meta = skb->data;
    skb->len = sees_link ? size_bytes : size_bytes - header_bytes;
    skb->ifindex = BPF_AOT_LOOPBACK_IFINDEX;
    skb->hatype = HATYPE_LOOPBACK;
    uint32_t type = 0;
    if (has_header) {
        type = ethertype(frame, size_bytes);
        skb->protocol = to_network(type);
        skb->pkt_type = packet_type(frame);
    }
    fill_sock(skb, frame + header_bytes, size_bytes - header_bytes, type);
}
