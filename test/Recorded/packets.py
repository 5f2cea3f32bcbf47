# SPDX-License-Identifier: Apache-2.0
"""The packets that the recorded programs see: some of make_packets.py's, tunnels and long ones."""
import os
import struct
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Inputs"))
import make_packets as make
from make_packets import IP4, IP6, QINQ, TCP, UDP, VLAN, ether, ip4, ip6, tcp, udp

IPIP, IPV6, GRE = 4, 41, 47
LONGEST = 3400  # that a page holds in the kernel's test run, with room at either end


def gre(kind, payload):
    return struct.pack("!HH", 0, kind) + payload


def vxlan(frame):
    return struct.pack("!II", 0x08000000, 42 << 8) + frame


def tunnels():
    inner4, inner6 = ip4(TCP, tcp(1024, 80)), ip6(UDP, udp(53, 53))
    return [
        ether(IP4, ip4(IPIP, inner4)),
        ether(IP4, ip4(IPV6, inner6)),
        ether(IP4, ip4(GRE, gre(IP4, inner4))),
        ether(IP4, ip4(GRE, gre(IP6, inner6))),
        ether(IP4, ip4(UDP, udp(1234, 4789, vxlan(ether(IP4, inner4))))),
        ether(IP6, ip6(IPIP, inner4)),
    ]


def others():
    return [
        ether(IP4, ip4(TCP, tcp(1024, 80, flags=0x10) + b"d" * (LONGEST - 54))),
        ether(IP4, ip4(UDP, udp(7, 9, b"Label.Example.ORG" * 4))),
        ether(IP4, ip4(TCP, tcp(3333, 6666), src="198.51.100.7", dst="198.51.100.9")),
        ether(IP4, ip4(TCP, tcp(1024, 80, flags=0x11), src="192.0.2.2", dst="192.0.2.1")),
        ether(IP4, ip4(UDP, udp(2222, 5353)), vlans=[(VLAN, 4095)]),
        ether(IP6, ip6(TCP, tcp(1, 2)), vlans=[(QINQ, 5), (VLAN, 6)]),
    ]


def every():
    chosen = [packet for _, packet in
              make.few() + make.ip_variants()[:10] + make.ip6_variants()[:8] +
              make.vlan_variants()[:3]]
    return chosen + tunnels() + others() + [packet for _, packet in make.long()[2:]]
