# SPDX-License-Identifier: Apache-2.0
"""The packets that programs are run on: bytes that depend on nothing but this file."""
import struct


class Random:
    """xorshift32: the same bytes on every machine and with every Python."""

    def __init__(self, seed):
        self.state = seed

    def word(self):
        x = self.state
        x ^= x << 13 & 0xffffffff
        x ^= x >> 17
        x ^= x << 5 & 0xffffffff
        self.state = x
        return x

    def below(self, limit):
        return (self.word() >> 8) % limit

    def bytes(self, count):
        return bytes(self.word() & 255 for _ in range(count))


def of_samples():
    """The one packet that the kernels' JITs were recorded with: UDP over IPv4, then noise."""
    header = bytes.fromhex("525400123456525400abcdef0800"
                           "4500004c1c4640004011b1e6c0a80068c0a80001"
                           "3039d4310038e1f0")
    return [header + Random(0x2545f491).bytes(256 - len(header))]


def ones_complement(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ethernet(ethertype, payload, vlans=()):
    tags = b"".join(struct.pack(">HH", 0x8100, tag) for tag in vlans)
    return (bytes.fromhex("525400123456525400abcdef") + tags + struct.pack(">H", ethertype)
            + payload)


def ipv4(random, protocol, payload, options=b""):
    head = struct.pack(">BBHHHBBH4s4s", 0x45 + len(options) // 4, 0,
                       20 + len(options) + len(payload), random.below(65536), 0x4000,
                       32 + random.below(33), protocol, 0, bytes([192, 168, 0, random.below(256)]),
                       bytes([10, random.below(4), random.below(256), random.below(256)])) + options
    return head[:10] + struct.pack(">H", ones_complement(head)) + head[12:] + payload


def ipv6(random, protocol, payload, extensions=b""):
    first = 0 if extensions else protocol  # hop-by-hop options
    return (struct.pack(">IHBB", 0x60000000 | random.below(1 << 20),
                        len(extensions) + len(payload), first, 64)
            + bytes.fromhex("20010db8") + random.bytes(12)
            + bytes.fromhex("20010db8") + random.bytes(12) + extensions + payload)


def tcp(random, payload, flags, options=b""):
    return struct.pack(">HHIIBBHHH", 1024 + random.below(16), 443, random.word(), random.word(),
                       5 + len(options) // 4 << 4, flags, 8192, 0, 0) + options + payload


def udp(random, payload, port):
    return struct.pack(">HHHH", 1024 + random.below(16), port, 8 + len(payload), 0) + payload


def dns_query(random, name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">HHHHHH", random.below(65536), 0x0100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"


FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
TIMESTAMP = bytes.fromhex("0101080a") + b"\x11\x22\x33\x44\x55\x66\x77\x88"
SYN_OPTIONS = bytes.fromhex("020405b4") + b"\x04\x02" + TIMESTAMP[2:] + b"\x01\x03\x03\x07"
BASE64 = b"VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRoZSBsYXp5IGRvZw=="
HEX = b"d41d8cd98f00b204e9800998ecf8427e 0123456789ABCDEF"


def of_programs():
    """What a device sees: TCP with options, DNS, VLANs, IPv6, text, short and broken packets."""
    r = Random(0x9e3779b9)
    four = lambda protocol, payload, **more: ethernet(0x0800, ipv4(r, protocol, payload), **more)
    six = lambda payload, **more: ethernet(0x86dd, ipv6(r, 6, payload, **more))
    return [
        four(6, tcp(r, b"", SYN, SYN_OPTIONS)),
        four(6, tcp(r, b"", SYN | ACK, SYN_OPTIONS)),
        four(6, tcp(r, r.bytes(40), ACK, TIMESTAMP)),
        four(6, tcp(r, BASE64, PSH | ACK, TIMESTAMP)),
        four(6, tcp(r, r.bytes(512), ACK)),
        four(6, tcp(r, HEX, PSH | ACK)),
        four(6, tcp(r, b"", FIN | ACK)),
        four(6, tcp(r, b"", RST)),
        four(17, udp(r, dns_query(r, "www.example.org"), 53)),
        four(17, udp(r, dns_query(r, "a.very.long.name.with.many.labels.example.com"), 53)),
        four(17, udp(r, dns_query(r, "MiXeD.CaSe.Example"), 53), vlans=(0x2005,)),
        four(17, udp(r, r.bytes(120), 4789)),
        four(17, udp(r, r.bytes(1200), 443)),
        four(17, udp(r, r.bytes(33), 5000), vlans=(100, 0x6007)),
        four(1, b"\x08\x00\x00\x00" + r.bytes(60)),
        ethernet(0x0800, ipv4(r, 6, tcp(r, r.bytes(64), ACK), options=b"\x94\x04\0\0")),
        six(tcp(r, r.bytes(80), SYN, SYN_OPTIONS)),
        six(tcp(r, r.bytes(256), ACK, TIMESTAMP)),
        six(tcp(r, r.bytes(16), ACK), extensions=b"\x06\x00\x05\x02\0\0\x01\x00"),
        ethernet(0x0806, bytes.fromhex("0001080006040001") + r.bytes(20)),
        ethernet(0x88cc, r.bytes(46)),
        four(6, tcp(r, b"", SYN, b"\x02\x00\x05\xb4")),  # an option of length 0
        ethernet(0x0800, ipv4(r, 17, udp(r, r.bytes(20), 53))[:30]),  # cut off
        ethernet(0x0800, r.bytes(64)),
    ]


GROUPS = {"samples": of_samples, "programs": of_programs}


def to_file(packets):
    return b"".join(struct.pack(">H", len(packet)) + packet for packet in packets)
