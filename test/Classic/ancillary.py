# SPDX-License-Identifier: Apache-2.0
"""Every ancillary load, with what the context has and without: ancillary.py BUILD TARGET FOLDER

Expected values are those of uapi linux/filter.h and net/core/filter.c (convert_bpf_extensions)."""
import os
import struct
import subprocess
import sys

import generate
from generate import A, ABS, ALU, IMM, LD, LDX, MISC, RET, make

build, target, folder = sys.argv[1:]
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Conformance"))
from targets import TARGETS

AD_OFF = 0xFFFFF000
ORDER = ">" if TARGETS[target].big_endian else "<"
TCP = make.ether(make.IP4, make.ip4(make.TCP, make.tcp(1, 80, options=b"\1" * 8) + b"payload"))
LATER = make.ether(make.IP4, make.ip4(make.UDP, bytes(24), frag=0x2010))
TUNNEL = make.ether(make.IP6, make.ip6(make.IPIP, make.ip4(make.UDP, make.udp(1, 2))))
UNKNOWN = make.ether(0x88B5, bytes(46))


def attribute(kind, data):
    head = struct.pack(ORDER + "HH", 4 + len(data), kind)
    return head + data + bytes(-len(data) % 4)


# Attributes from byte 16 on: 5 at 16, 7 at 24; in 7 there are 1 at 28 and 2 at 36.
NETLINK = bytes(16) + attribute(5, b"abc") + attribute(7, attribute(1, b"defg") + attribute(0x8002, b"h"))


def network(number):
    """A context's number whose bytes in memory are those of the number in network byte order."""
    return struct.unpack(ORDER + "H", struct.pack(">H", number))[0]


# (offset, A and X before, packet, settings, result)
LOADS = [
    (0, 0, 0, TCP, [], 0x0800),
    (0, 0, 0, TCP, [f"protocol={network(0x1234)}"], 0x1234),
    (4, 0, 0, TCP, ["pkt_type=3"], 3),
    (8, 0, 0, TCP, ["ifindex=577"], 577),
    (8, 99, 0, TCP, ["ifindex=0"], 99),  # no device: the program ends with A
    (12, 16, 7, NETLINK, [], 24),
    (12, 16, 5, NETLINK, [], 16),
    (12, 16, 6, NETLINK, [], 0),
    (12, 1000, 5, NETLINK, [], 0),
    (16, 24, 2, NETLINK, [], 36),
    (16, 24, 1, NETLINK, [], 28),
    (16, 24, 5, NETLINK, [], 0),
    (16, len(NETLINK) - 3, 5, NETLINK, [], 0),
    (20, 0, 0, TCP, ["mark=0x1234aaaa"], 0x1234AAAA),
    (24, 0, 0, TCP, ["queue_mapping=123"], 123),
    (28, 0, 0, TCP, ["hatype=588"], 588),
    (28, 0, 0, TCP, [], 772),  # the loopback device of test runs
    (28, 99, 0, TCP, ["ifindex=0", "hatype=588"], 99),
    (32, 0, 0, TCP, ["hash=0x1234aaab"], 0x1234AAAB),
    (36, 5, 0, TCP, [], 0),
    (40, 0xF0F0, 0xFFFF, TCP, [], 0x0F0F),
    (44, 0, 0, TCP, ["vlan_tci=0xfedc"], 0xFEDC),
    (48, 0, 0, TCP, ["vlan_present=1"], 1),
    (48, 0, 0, TCP, [], 0),
    (52, 0, 0, TCP, [], 14 + 20 + 28),
    (52, 0, 0, LATER, [], 14 + 20),
    (52, 0, 0, TUNNEL, [], 14 + 40 + 20 + 8),
    (52, 0, 0, UNKNOWN, [], 0),
    (52, 0, 0, TCP, ["vlan_present=1", f"vlan_proto={network(0x8100)}"], 14 + 20 + 28),
    (60, 0, 0, TCP, [f"vlan_proto={network(0x88A8)}"], 0x88A8),
]


def run(insns, packet, settings):
    path = os.path.join(folder, "program")
    with open(path, "wb") as file:
        file.write(generate.binary(insns, TARGETS[target].big_endian))
    command = [os.path.join(build, "bin", "bpf-aot-run"), "-target", target, "-classic", path, "-packet",
               packet.hex(), *[word for text in settings for word in ("-ctx", text)]]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    return int(done.stdout.rsplit(" ", 1)[1]) if done.returncode == 0 else done.stderr


def main():
    os.makedirs(folder, exist_ok=True)
    wrong = 0
    for number, (offset, a, x, packet, settings, wanted) in enumerate(LOADS):
        width = (0, 8, 0x10)[number % 3]  # all of them are the same
        load = (LD | ABS | width, 0, 0, AD_OFF + offset)
        result = run([(LD | IMM, 0, 0, a), (LDX | IMM, 0, 0, x), load, (RET | A, 0, 0, 0)], packet, settings)
        if result != wanted:
            wrong += 1
            print(f"SKF_AD_OFF + {offset}, A {a}, X {x}, {settings}: {result}, not {wanted}")
    random = [(LD | ABS, 0, 0, AD_OFF + 56), (MISC, 0, 0, 0), (LD | ABS, 0, 0, AD_OFF + 56),
              (ALU | 0xA8, 0, 0, 0), (RET | A, 0, 0, 0)]  # two numbers are not the same
    if run(random, TCP, []) == 0:
        wrong += 1
        print("random numbers are equal")
    print(f"{target}: {len(LOADS) + 1} loads, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
