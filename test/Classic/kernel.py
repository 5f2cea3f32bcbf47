# SPDX-License-Identifier: Apache-2.0
"""The running kernel's word on classic programs: SO_ATTACH_FILTER, for which nobody needs rights.

    kernel.py check|run|ancillary --build BUILD [--target T] [--seed N] [--count N] --out FOLDER

check      takes random programs, most of them damaged, when and only when the kernel takes them
run        random programs over packets return what they do behind a socket
ancillary  loads of what is not in the packet give what they do at one of two joined devices; needs
           root, and a network of its own (unshare -n)"""
import argparse
import ctypes
import os
import random
import socket
import struct
import subprocess
import sys

import generate
from generate import A, ABS, IMM, JEQ, JMP, LD, LDX, RET

SO_ATTACH_FILTER, ETH_P_ALL, SKF_AD_OFF = 26, 3, 0xFFFFF000
SHORTEST = 20  # bytes: the kernel drops shorter frames with a tag
LONG = 1100  # bytes: all that `run` programs return is less
VLAN_TYPES = (generate.make.VLAN, generate.make.QINQ)
ANCILLARY = {"protocol": 0, "ifindex": 8, "nlattr": 12, "nlattr_nest": 16, "hatype": 28,
             "vlan_tag": 44, "vlan_tag_present": 48, "pay_offset": 52, "vlan_tpid": 60}


def attach(sock, insns):
    """False: the kernel refuses the program."""
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *insn) for insn in insns))
    try:
        sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER,
                        struct.pack("HP", len(insns), ctypes.addressof(code)))
    except OSError:
        return False
    return True


def pair():
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for end in ends:
        end.setblocking(False)
    return ends


def accepts(insns):
    here, there = pair()
    with here, there:
        return attach(there, insns)


def received(sock, timeout=0.0):
    """Bytes that the filter let pass."""
    sock.settimeout(timeout)
    try:
        return len(sock.recv(1 << 16))
    except (BlockingIOError, socket.timeout):
        return 0


class Tool:
    def __init__(self, options):
        self.options = options
        self.rng = random.Random(options.seed)

    def path(self, name):
        return os.path.join(self.options.out, name)

    def write(self, insns):
        with open(self.path("program"), "w", encoding="ascii") as file:
            file.write(generate.text(insns))
        return self.path("program")

    def call(self, tool, *arguments):
        command = [os.path.join(self.options.build, "bin", tool), "-target", self.options.target]
        return subprocess.run([*command, *arguments], text=True, capture_output=True, check=False)

    def results(self, insns, packets, *arguments):
        generate.make.write_pcap(self.path("packets.pcap"), [("", packet) for packet in packets])
        done = self.call("bpf-aot-run", "-classic", self.write(insns), "-pcap",
                         self.path("packets.pcap"), *arguments)
        if done.returncode:
            sys.exit(f"{generate.text(insns)}{done.stderr}")
        return [int(line.rsplit(" ", 1)[1]) for line in done.stdout.splitlines()]


def damage(rng, insns):
    insns = [list(insn) for insn in insns]
    for _ in range(rng.choice([0, 1, 1, 2])):
        insn = rng.choice(insns)
        kind = rng.randrange(4)
        if kind == 0:
            insn[0] = rng.randrange(1 << rng.choice([4, 8, 8, 8, 16]))
        elif kind == 1:
            insn[rng.choice([1, 2])] = rng.randrange(256)
        elif kind == 2:
            insn[3] = rng.choice([0, 15, 16, 31, 32, len(insns), SKF_AD_OFF + rng.randrange(70),
                                  rng.randrange(1 << 32)])
        else:
            insn[0], insn[3] = rng.choice([0x60, 0x61, 0x02, 0x03, 0x20, 0x28]), rng.randrange(17)
    if rng.randrange(8) == 0:
        del insns[rng.randrange(len(insns)):]
    return [tuple(insn) for insn in insns]


def check(tool, count):
    wrong = taken = 0
    for number in range(count):
        insns = damage(tool.rng, generate.program(tool.rng))
        wanted = bool(insns) and accepts(insns)
        done = tool.call("bpf-aot", "-stop-after=object", "-classic", tool.write(insns))
        taken += wanted
        if done.returncode != (0 if wanted else 1):
            wrong += 1
            print(f"program {number}: the kernel {'takes' if wanted else 'refuses'} it, exit "
                  f"{done.returncode}\n{done.stderr}{generate.text(insns)}")
    print(f"{count} programs, the kernel takes {taken}, {wrong} mismatches")
    return wrong


def behind_socket(insns, packets):
    here, there = pair()
    with here, there:
        if not attach(there, insns):
            sys.exit(f"the kernel refuses\n{generate.text(insns)}")
        for packet in packets:
            here.send(packet)
            yield received(there)


def run(tool, count):
    """Such a packet has no device: -ctx ifindex=0."""
    packets = [packet + tool.rng.randbytes(max(0, LONG - len(packet)))
               for packet in generate.packets(tool.rng)[::4]]
    wrong = 0
    for number in range(count):
        insns = generate.program(tool.rng, kernel=True)
        ours = tool.results(insns, packets, "-ctx", "ifindex=0")
        wanted = list(behind_socket(insns, packets))
        if ours != wanted:
            wrong += 1
            at = next(i for i in range(len(wanted)) if ours[i] != wanted[i])
            print(f"program {number}: packet {at + 1} is {ours[at]}, in the kernel {wanted[at]}\n"
                  f"{generate.text(insns)}")
    print(f"{tool.options.target}: {count} programs x {len(packets)} packets, {wrong} mismatches")
    return wrong


def joined_devices():
    for command in ("link add d2 type veth peer name d3", "link set d2 mtu 9000 arp off addrgenmode none up",
                    "link set d3 mtu 9000 arp off addrgenmode none up"):
        subprocess.run(["ip", *command.split()], check=True)
    ends = []
    for name in ("d2", "d3"):
        end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        end.bind((name, ETH_P_ALL))
        ends.append(end)
    return ends


def untagged(packet):
    """What taps see of a frame, and the settings of its context: the kernel takes the first tag out."""
    kind = int.from_bytes(packet[12:14], "big")
    if kind not in VLAN_TYPES or len(packet) < 18:
        return packet, ()
    swap = lambda number: int.from_bytes(number.to_bytes(2, "big"), sys.byteorder)
    settings = (f"vlan_tci={int.from_bytes(packet[14:16], 'big')}", f"vlan_proto={swap(kind)}",
                "vlan_present=1")
    return packet[:12] + packet[16:], settings


def probes(tool):
    """A program without its end that leaves in A what is asked for, by name."""
    for name, offset in ANCILLARY.items():
        if name.startswith("nlattr"):
            for _ in range(4):
                yield name, [(LD | IMM, 0, 0, tool.rng.choice([0, 14, 18, 34, 54])),
                             (LDX | IMM, 0, 0, tool.rng.randrange(3)),
                             (LD | ABS, 0, 0, SKF_AD_OFF + offset)]
        else:
            yield name, [(LD | ABS, 0, 0, SKF_AD_OFF + offset)]


def attributes(tool):
    """Frames that are netlink attributes from some offset on."""
    for _ in range(6):
        data = tool.rng.randbytes(12) + b"\x88\xb5"
        while len(data) < 120:
            size = tool.rng.choice([4, 5, 8, 12, 24, 40])
            head = struct.pack("=HH", size, tool.rng.choice([0, 1, 2, 0x8001]))
            data += head + tool.rng.randbytes(((size + 3) & ~3) - 4)
        yield data


def agrees(ends, packet, insns, value):
    """Whether A is the value after these insns, in the kernel."""
    there, here = ends
    attach(here, insns + [(JMP | JEQ, 0, 1, value), (RET, 0, 0, 0xFFFF), (RET, 0, 0, 1)])
    while received(here):  # the kernel's own, from before
        pass
    there.send(packet)
    return received(here, 1.0) > 1


def ancillary(tool, count):
    ends = joined_devices()
    here = ["-ctx", f"ifindex={socket.if_nametoindex('d3')}", "-ctx", "hatype=1"]
    packets = [packet for packet in generate.packets(tool.rng) if len(packet) >= SHORTEST]
    packets = tool.rng.sample(packets, min(count, len(packets))) + list(attributes(tool))
    asked = list(probes(tool))
    groups = {}
    for packet in packets:
        seen, settings = untagged(packet)
        groups.setdefault(settings, []).append((packet, seen))
    wrong = 0
    for settings, group in groups.items():
        arguments = here + [word for text in settings for word in ("-ctx", text)]
        for name, insns in asked:
            values = tool.results(insns + [(RET | A, 0, 0, 0)], [seen for _, seen in group],
                                  *arguments)
            for (packet, _), value in zip(group, values, strict=True):
                if not agrees(ends, packet, insns, value):
                    wrong += 1
                    print(f"{name} of {packet.hex()}: {value} is not what the kernel says")
    print(f"{tool.options.target}: {len(asked)} loads x {len(packets)} packets, {wrong} mismatches")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["check", "run", "ancillary"])
    parser.add_argument("--build", required=True)
    parser.add_argument("--target", default="x86-64")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    print(f"seed {options.seed}")
    return 1 if globals()[options.what](Tool(options), options.count) else 0


if __name__ == "__main__":
    sys.exit(main())
