#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes two packets, IPv4 and IPv6, in many forms: make_capture.py PREFIX

PREFIX.pcapng (Ethernet), and a pcap of each link type below (www.tcpdump.org/linktypes.html).
"""
import struct
import sys

IP4 = bytes.fromhex("450000140000000040000000c0000201c0000202")
IP6 = bytes.fromhex("6000000000003b40") + bytes(range(32))
MAC = bytes.fromhex("02000000000b")
BEHIND = ((0x0800, IP4), (0x86DD, IP6))
LINKS = {
    "raw": (101, lambda kind: b""),
    "null": (0, lambda kind: struct.pack("=I", 2)),
    "sll": (113, lambda kind: struct.pack("!HHH", 0, 1, 6) + MAC + bytes(2) + struct.pack("!H", kind)),
    "sll2": (276, lambda kind: struct.pack("!HHIHBB", kind, 0, 1, 1, 0, 6) + MAC + bytes(2)),
    "wifi": (105, lambda kind: bytes(24)),
}


def pcap(link, header):
    yield struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link)
    for seconds, (kind, payload) in enumerate(BEHIND, 1):
        data = header(kind) + payload
        yield struct.pack("<IIII", seconds, 3, len(data), len(data)) + data


def block(kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + size + body + size


def pcapng():
    yield block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    # if_tsresol 9: nanoseconds
    yield block(1, struct.pack("<HHI", 1, 0, 0) + struct.pack("<HHBxxx", 9, 1, 9) + bytes(4))
    for seconds, (kind, payload) in enumerate(BEHIND, 1):
        data = MAC + MAC + struct.pack("!H", kind) + payload
        time = seconds * 10**9 + 3
        yield block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), len(data)) + data)


def write(form, blocks):
    with open(f"{sys.argv[1]}.{form}", "wb") as file:
        file.write(b"".join(blocks))


write("pcapng", pcapng())
for form, link in LINKS.items():
    write(form, pcap(*link))
