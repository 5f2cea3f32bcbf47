#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a pcap: make_packets.py [--many | --tunnels] [--long] [--skb | --lookup] [--names] OUT.pcap

Without --many: the twelve that the README command shows. With it: also header options, fragments,
QinQ, IPv6 extension headers, and one packet cut off at every length. --tunnels: packets in packets.
--long: and some that XDP sees in fragments. --names lists them instead.
"""
import argparse
import ipaddress
import struct

BOB = "02:00:00:00:00:0b"
EVE = "02:00:00:00:00:0e"
LISTED4 = "192.0.2.66"
LISTED6 = "2001:db8::66"
IP4, IP6, ARP, VLAN, QINQ = 0x0800, 0x86DD, 0x0806, 0x8100, 0x88A8
ICMP, IPIP, TCP, UDP, IPV6_IN_IP, GRE, ICMP6 = 1, 4, 6, 17, 41, 47, 58
TEB, VXLAN_PORT = 0x6558, 4789
HOP_BY_HOP, ROUTING, FRAGMENT, DEST_OPTIONS = 0, 43, 44, 60


def ether(kind, payload, src=BOB, dst=EVE, vlans=()):
    mac = bytes.fromhex(dst.replace(":", "")) + bytes.fromhex(src.replace(":", ""))
    tags = b"".join(struct.pack("!HH", tag_kind, vlan) for tag_kind, vlan in vlans)
    return mac + tags + struct.pack("!H", kind) + payload


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip4(proto, payload, src="192.0.2.1", dst="192.0.2.2", options=b"", frag=0x4000):
    words = 5 + len(options) // 4
    head = [0x40 | words, 0, words * 4 + len(payload), 0x1234, frag, 64, proto, 0]
    addresses = ipaddress.ip_address(src).packed + ipaddress.ip_address(dst).packed
    layout = "!BBHHHBBH"
    head[7] = checksum(struct.pack(layout, *head) + addresses + options)
    return struct.pack(layout, *head) + addresses + options + payload


def ip6(proto, payload, src="2001:db8::1", dst="2001:db8::2"):
    addresses = ipaddress.ip_address(src).packed + ipaddress.ip_address(dst).packed
    return struct.pack("!IHBB", 6 << 28 | 0x12345, len(payload), proto, 64) + addresses + payload


def extension(next_header, payload, words=0):
    return struct.pack("!BB", next_header, words) + b"\1\4\0\0\0\0" + bytes(8 * words) + payload


def fragment6(next_header, payload, offset):
    return struct.pack("!BBHI", next_header, 0, offset << 3 | 1, 0xABCD) + payload


def tcp(sport, dport, flags=2, options=b""):
    words = 5 + len(options) // 4
    return struct.pack("!HHIIBBHHH", sport, dport, 1000, 0, words << 4, flags, 0xFFFF, 0, 0) + options


def udp(sport, dport, data=b"bpf-aot!"):
    return struct.pack("!HHHH", sport, dport, 8 + len(data), 0) + data


def ping(kind=8):
    return struct.pack("!BBHHH", kind, 0, 0, 7, 1) + b"0123456789abcdef"


def arp(kind, sender, target):
    head = struct.pack("!HHBBH", 1, IP4, 6, 4, kind)
    return (head + bytes.fromhex(BOB.replace(":", "")) + ipaddress.ip_address(sender).packed +
            bytes(6) + ipaddress.ip_address(target).packed + bytes(18))


def few():
    return [
        ("TCP 192.0.2.1:1024 > 192.0.2.2:80", ether(IP4, ip4(TCP, tcp(1024, 80)))),
        ("TCP from 192.0.2.66", ether(IP4, ip4(TCP, tcp(1024, 80), src=LISTED4))),
        ("UDP 192.0.2.1:53 > 192.0.2.2:5353", ether(IP4, ip4(UDP, udp(53, 5353)))),
        ("UDP to 192.0.2.66", ether(IP4, ip4(UDP, udp(53, 5353), dst=LISTED4))),
        ("ICMP echo request", ether(IP4, ip4(ICMP, ping()))),
        ("ICMP echo reply from 192.0.2.66", ether(IP4, ip4(ICMP, ping(0), src=LISTED4))),
        ("IPv6 TCP", ether(IP6, ip6(TCP, tcp(1024, 443)))),
        ("IPv6 UDP from 2001:db8::66", ether(IP6, ip6(UDP, udp(53, 53), src=LISTED6))),
        ("VLAN 7, TCP", ether(IP4, ip4(TCP, tcp(2, 80)), vlans=[(VLAN, 7)])),
        ("VLAN 7, UDP from 192.0.2.66",
         ether(IP4, ip4(UDP, udp(53, 53), src=LISTED4), vlans=[(VLAN, 7)])),
        ("ARP request", ether(ARP, arp(1, "192.0.2.1", "192.0.2.2"))),
        ("IPv4 cut off after 18 bytes", ether(IP4, ip4(TCP, tcp(1, 80)))[:18]),
    ]


def ip_variants():
    nops = b"\1\1\1\0"
    return [
        ("IPv4 options", ether(IP4, ip4(TCP, tcp(1, 80), options=nops * 2))),
        ("IPv4 all 40 bytes of options", ether(IP4, ip4(UDP, udp(1, 80), options=nops * 10))),
        ("IPv4 first fragment", ether(IP4, ip4(UDP, udp(1, 80), frag=0x2000))),
        ("IPv4 later fragment", ether(IP4, ip4(UDP, b"x" * 32, frag=0x2010))),
        ("IPv4 header length 4 words",
         ether(IP4, b"\x44" + ip4(TCP, tcp(1, 80), src=LISTED4)[1:])),
        ("IPv4 unknown protocol", ether(IP4, ip4(253, b"x" * 20))),
        ("IPv4 padded to 60 bytes", ether(IP4, ip4(UDP, udp(1, 2, b""))).ljust(60, b"\0")),
        ("TCP with options", ether(IP4, ip4(TCP, tcp(1, 80, options=nops * 3)))),
        ("TCP data offset 15 beyond the end",
         ether(IP4, ip4(TCP, tcp(1, 80)[:12] + b"\xf0" + tcp(1, 80)[13:]))),
        ("TCP to the listed port", ether(IP4, ip4(TCP, tcp(1, 6666)))),
        ("TCP from the listed port", ether(IP4, ip4(TCP, tcp(6666, 1)))),
        ("UDP to the listed port", ether(IP4, ip4(UDP, udp(1, 6666)))),
        ("UDP from the listed port", ether(IP4, ip4(UDP, udp(6666, 1)))),
        ("UDP without payload", ether(IP4, ip4(UDP, udp(1, 2, b"")))),
        ("UDP length field too small", ether(IP4, ip4(UDP, udp(1, 6666)[:4] + b"\0\4\0\0"))),
        ("TCP 1400 bytes of data", ether(IP4, ip4(TCP, tcp(1, 80) + b"d" * 1400))),
        ("listed Ethernet source",
         ether(IP4, ip4(TCP, tcp(1, 80)), src="02:00:00:00:00:66")),
        ("listed Ethernet destination",
         ether(IP4, ip4(TCP, tcp(1, 80)), dst="02:00:00:00:00:66")),
        ("broadcast", ether(IP4, ip4(UDP, udp(68, 67), dst="255.255.255.255"),
                            dst="ff:ff:ff:ff:ff:ff")),
        ("unknown Ethernet type", ether(0x88B5, b"x" * 46)),
        ("802.3 length instead of a type", ether(46, b"\xaa\xaa\x03" + b"x" * 43)),
    ]


def ip6_variants():
    hop = extension(TCP, tcp(1, 6666))
    return [
        ("IPv6 to 2001:db8::66", ether(IP6, ip6(TCP, tcp(1, 80), dst=LISTED6))),
        ("IPv6 ICMP", ether(IP6, ip6(ICMP6, ping(128)))),
        ("IPv6 hop-by-hop, TCP", ether(IP6, ip6(HOP_BY_HOP, hop))),
        ("IPv6 hop-by-hop of 3 words, UDP",
         ether(IP6, ip6(HOP_BY_HOP, extension(UDP, udp(1, 6666), words=2)))),
        ("IPv6 routing, destination options, TCP",
         ether(IP6, ip6(ROUTING, extension(DEST_OPTIONS, hop)))),
        ("IPv6 eight extension headers",
         ether(IP6, ip6(HOP_BY_HOP, extension(DEST_OPTIONS, b"") * 7 + hop))),
        ("IPv6 first fragment", ether(IP6, ip6(FRAGMENT, fragment6(UDP, udp(1, 6666), 0)))),
        ("IPv6 later fragment", ether(IP6, ip6(FRAGMENT, fragment6(UDP, b"x" * 24, 9)))),
        ("IPv6 extension header beyond the end",
         ether(IP6, ip6(HOP_BY_HOP, extension(TCP, b"")[:1] + b"\xff" + bytes(6)))),
        ("IPv6 no next header", ether(IP6, ip6(59, b""))),
        ("version 4 in an IPv6 frame", ether(IP6, ip4(TCP, tcp(1, 80)) + bytes(40))),
    ]


def vlan_variants():
    inner = ip4(TCP, tcp(1, 6666), src=LISTED4)
    result = []
    for depth in range(1, 7):
        tags = [(QINQ if i == 0 and depth > 1 else VLAN, 100 + i) for i in range(depth)]
        result.append((f"{depth} VLAN tags, listed source", ether(IP4, inner, vlans=tags)))
    result.append(("QinQ, IPv6", ether(IP6, ip6(UDP, udp(1, 2), src=LISTED6),
                                       vlans=[(QINQ, 1), (VLAN, 2)])))
    result.append(("VLAN tag at the very end", ether(VLAN, b"")))
    return result


def gre(kind, payload, key=None):
    flags = 0x2000 if key is not None else 0
    return struct.pack("!HH", flags, kind) + (struct.pack("!I", key) if flags else b"") + payload


def vxlan(network, frame):
    return udp(49152, VXLAN_PORT, struct.pack("!II", 0x08000000, network << 8) + frame)


def tunnels():
    """Packets in packets, and as long as the kernel's test run takes them."""
    inner4, inner6 = ip4(TCP, tcp(1, 80)), ip6(UDP, udp(1, 2))
    frame = ether(IP4, inner4)
    return [
        ("IPv4 in IPv4", ether(IP4, ip4(IPIP, inner4))),
        ("IPv6 in IPv4", ether(IP4, ip4(IPV6_IN_IP, inner6))),
        ("IPv4 in IPv6", ether(IP6, ip6(IPIP, inner4))),
        ("IPv6 in IPv6", ether(IP6, ip6(IPV6_IN_IP, inner6))),
        ("GRE, IPv4", ether(IP4, ip4(GRE, gre(IP4, inner4)))),
        ("GRE with a key, IPv6", ether(IP4, ip4(GRE, gre(IP6, inner6, 7)))),
        ("GRE, Ethernet, in IPv6", ether(IP6, ip6(GRE, gre(TEB, frame)))),
        ("VXLAN", ether(IP4, ip4(UDP, vxlan(5, frame)))),
        ("VXLAN, VLAN, in IPv6",
         ether(IP6, ip6(UDP, vxlan(5, ether(IP6, inner6, vlans=[(VLAN, 7)]))))),
        ("VLAN, VXLAN", ether(IP4, ip4(UDP, vxlan(6, frame)), vlans=[(VLAN, 7)])),
        ("QinQ, IPv4 in IPv4", ether(IP4, ip4(IPIP, inner4), vlans=[(QINQ, 1), (VLAN, 2)])),
        ("three VLAN tags, ARP", ether(ARP, arp(1, "192.0.2.1", "192.0.2.2"),
                                       vlans=[(VLAN, n) for n in range(3)])),
        ("VLAN, 802.3", ether(46, b"\xff\xff\x03" + b"x" * 43, vlans=[(VLAN, 1)])),
        ("IPv4 options, GRE", ether(IP4, ip4(GRE, gre(IP4, inner4), options=b"\1\1\1\0"))),
        ("IPv6 hop-by-hop, IPv6", ether(IP6, ip6(HOP_BY_HOP, extension(IPV6_IN_IP, inner6)))),
        ("first fragment of VXLAN", ether(IP4, ip4(UDP, vxlan(5, frame), frag=0x2000))),
        ("IPv4, 1500 bytes", ether(IP4, ip4(UDP, udp(1, 2, bytes(range(256)) * 5 + b"z" * 192)))),
        ("IPv6, 3000 bytes", ether(IP6, ip6(UDP, udp(1, 2, bytes(range(256)) * 11 + b"z" * 136)))),
        ("IPv4, 3711 bytes", ether(IP4, ip4(TCP, tcp(1, 2) + b"l" * (3711 - 54)))),
        ("multicast", ether(IP4, ip4(UDP, udp(1, 2), dst="224.0.0.1"), dst="01:00:5e:00:00:01")),
        ("to the loopback device", ether(IP6, ip6(TCP, tcp(1, 2)), dst="00:00:00:00:00:00")),
    ]


def long():
    """Longer than the linear part of the kernel's test run of XDP, 3520 bytes; pages follow."""
    data = bytes(range(256)) * 36
    return [(f"IPv4 TCP, {length} bytes", ether(IP4, ip4(TCP, tcp(1024, 80) + data[:length - 54])))
            for length in (3520, 3521, 7616, 9000)]


def cut(name, packet, lengths):
    """The kernel's test run takes 14 bytes and more."""
    return [(f"{name}, first {n} bytes", packet[:n]) for n in lengths if n <= len(packet)]


def many():
    tcp6 = ether(IP6, ip6(HOP_BY_HOP, extension(TCP, tcp(1, 6666)), src=LISTED6))
    tcp4 = ether(IP4, ip4(TCP, tcp(6666, 80), src=LISTED4), vlans=[(VLAN, 7)])
    udp4 = ether(IP4, ip4(UDP, udp(1, 6666)))
    return (few() + ip_variants() + ip6_variants() + vlan_variants() +
            cut("VLAN IPv4 TCP", tcp4, range(14, len(tcp4))) +
            cut("IPv4 UDP", udp4, range(14, len(udp4))) +
            cut("IPv6 hop-by-hop TCP", tcp6, range(14, len(tcp6))))


def fits_skb(packet):
    """Whether the kernel's test run of a socket buffer takes it: IP headers must be whole, and a
    page have room for all of it (6.18; later kernels may make fragments)."""
    least = {IP4: 34, IP6: 54}.get(int.from_bytes(packet[12:14], "big"), 15)
    return least <= len(packet) <= 3712


def fits_lookup(packet):
    """Whether a socket would be looked up for it by what follows a header without options."""
    kind, ip = int.from_bytes(packet[12:14], "big"), packet[14:]
    if kind == IP4:
        return len(ip) >= 24 and ip[0] == 0x45 and ip[9] in (TCP, UDP)
    return kind == IP6 and len(ip) >= 44 and ip[6] in (TCP, UDP)


def write_pcap(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (_, packet) in enumerate(packets):
            out.write(struct.pack("<IIII", 1, number, len(packet), len(packet)) + packet)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", action="store_true")
    parser.add_argument("--skb", action="store_true", help="for socket buffer programs only")
    parser.add_argument("--tunnels", action="store_true", help="packets in packets, long ones")
    parser.add_argument("--long", action="store_true", help="packets of up to 9000 bytes, too")
    parser.add_argument("--lookup", action="store_true", help="for sk_lookup programs only")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("out", nargs="?")
    options = parser.parse_args()
    packets = tunnels() if options.tunnels else many() if options.many else few()
    if options.long:
        packets += long()
    if options.skb:
        packets = [(name, packet) for name, packet in packets if fits_skb(packet)]
    if options.lookup:
        packets = [(name, packet) for name, packet in packets if fits_lookup(packet)]
    if options.names:
        print("\n".join(name for name, _ in packets))
    if options.out:
        write_pcap(options.out, packets)


if __name__ == "__main__":
    main()
