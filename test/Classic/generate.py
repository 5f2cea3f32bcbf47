# SPDX-License-Identifier: Apache-2.0
"""Random expressions of pcap-filter(7), random valid classic programs, and packets for both."""
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "Inputs"), os.path.join(HERE, "..", "Recorded")]
import make_packets as make
import packets as recorded

HOSTS4 = ["192.0.2.1", "192.0.2.2", make.LISTED4, "255.255.255.255", "198.51.100.7", "10.0.0.1"]
HOSTS6 = ["2001:db8::1", "2001:db8::2", make.LISTED6, "fe80::1"]
MACS = [make.BOB, make.EVE, "ff:ff:ff:ff:ff:ff", "02:00:00:00:00:66"]
PORTS = [1, 2, 53, 67, 80, 443, 1024, 4789, 5353, 6666]
FIELDS = ["ip[0]", "ip[8]", "ip[2:2]", "ip[12:4]", "ip[6:2]", "tcp[13]", "tcp[0:2]", "tcp[12] >> 4",
          "udp[4:2]", "icmp[0]", "ether[0]", "ether[12:2]", "ether[6:4]", "ip6[6]", "ip6[4:2]",
          "ip6[40]", "len", "arp[6:2]", "ip[9]", "ether[20 + 3]", "udp[8:4]", "ip[0] & 0xf"]


def packets(rng, damaged=60, noise=20):
    """Every kind that the other tests have, damaged ones, noise."""
    good = [packet for _, packet in make.many() + make.tunnels()] + recorded.every()
    wrong = []
    for _ in range(damaged):
        packet = bytearray(rng.choice(good))
        for _ in range(rng.choice([1, 2, 8])):
            packet[rng.randrange(len(packet))] = rng.randrange(256)
        wrong.append(bytes(packet[:rng.randrange(1, len(packet) + 1)]))
    return good + wrong + [rng.randbytes(rng.randrange(1, 200)) for _ in range(noise)]


def primitive(rng):
    side = rng.choice(["", "", "src ", "dst ", "src or dst ", "src and dst "])
    kind = rng.randrange(16)
    if kind == 0:
        return f"{rng.choice(['', 'ip ', 'arp '])}{side}host {rng.choice(HOSTS4)}"
    if kind == 1:
        return f"{rng.choice(['', 'ip6 '])}{side}host {rng.choice(HOSTS6)}"
    if kind == 2:
        return f"{side}net {rng.choice(['192.0.2.0/24', '192.0.2.64/28', '0.0.0.0/0', '198.51/16'])}"
    if kind == 3:
        return f"{side}net {rng.choice(['2001:db8::/32', '2001:db8::60/124', 'fe80::/10'])}"
    if kind in (4, 5):
        return f"{rng.choice(['', 'tcp ', 'udp ', 'sctp '])}{side}port {rng.choice(PORTS)}"
    if kind == 6:
        low = rng.choice(PORTS)
        return f"{rng.choice(['', 'tcp ', 'udp '])}{side}portrange {low}-{low + rng.randrange(3000)}"
    if kind == 7:
        return rng.choice(["ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp", "icmp6", "sctp", "esp",
                           "ip broadcast", "ip multicast", "ether broadcast", "ether multicast",
                           "ip6 multicast", "stp", "ipx", "iso", "igmp", "pim", "vrrp"])
    if kind == 8:
        return f"{rng.choice(['ip', 'ip6'])} proto {rng.choice([1, 6, 17, 41, 47, 58])}"
    if kind == 9:
        return f"ether {rng.choice(['src', 'dst', 'host'])} {rng.choice(MACS)}"
    if kind == 10:
        return f"{rng.choice(['greater', 'less'])} {rng.choice([14, 34, 54, 60, 100, 1500])}"
    if kind == 11:
        return rng.choice(["tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "tcp[tcpflags] == tcp-ack",
                           "icmp[icmptype] = icmp-echo", "ip[6:2] & 0x1fff = 0",
                           "ether proto 0x88b5", "ether proto \\arp", "mpls", "pppoes", "geneve"])
    return relation(rng)


def relation(rng):
    left = rng.choice(FIELDS)
    for _ in range(rng.randrange(3)):
        left = f"({left}) {rng.choice(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'])} " \
               f"{rng.randrange(1, 31)}"
    right = rng.choice([str(rng.randrange(70)), hex(rng.choice([0x800, 0x86DD, 0x45, 0x4006])),
                        rng.choice(FIELDS)])
    return f"{left} {rng.choice(['=', '!=', '<', '>', '<=', '>='])} {right}"


def expression(rng):
    text = primitive(rng)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 3, 5])):
        other = primitive(rng)
        text = f"{rng.choice(['', 'not '])}({text}) {rng.choice(['and', 'or'])} " \
               f"{rng.choice(['', 'not '])}({other})"
    if rng.randrange(4) == 0:
        text = f"vlan {rng.choice(['', '7', '100'])} and ({text})"
    return text


LD, LDX, ST, STX, ALU, JMP, RET, MISC = range(8)
IMM, ABS, IND, MEM, LEN, MSH = 0, 0x20, 0x40, 0x60, 0x80, 0xA0
WIDTHS = [0, 8, 0x10]
ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, NEG, MOD, XOR = range(0, 0xB0, 0x10)
JA, JEQ, JGT, JGE, JSET = range(0, 0x50, 0x10)
TAX, TXA, X, A = 0, 0x80, 8, 0x10
INTERESTING = [0, 1, 2, 3, 7, 14, 0xFF, 0x800, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def constant(rng):
    return rng.choice([rng.choice(INTERESTING), rng.randrange(1 << rng.randrange(1, 33))])


class Program:
    """libpcap's bpf_filter() and the kernel differ on shifts by more than 31 bits, on offsets above
    2^31 and on what is behind them: X is small before it shifts or indexes, unless `kernel`."""

    def __init__(self, rng, kernel=False):
        self.rng, self.kernel, self.insns = rng, kernel, []
        self.bound = set()  # insns that need what stands in front of them: no jump leads there

    def add(self, code, k=0, jt=0, jf=0):
        self.insns.append((code, jt, jf, k & 0xFFFFFFFF))

    def small_x(self, limit):
        if self.kernel and self.rng.randrange(2):
            return
        start = len(self.insns)
        self.set_x(limit)
        self.bound.update(range(start + 1, len(self.insns) + 1))

    def set_x(self, limit):
        kind = self.rng.randrange(3)
        if kind == 0:
            self.add(LDX | IMM, self.rng.randrange(limit))
        elif kind == 1 and limit > 60:
            self.add(LDX | MSH | 0x10, self.rng.choice([14, self.rng.randrange(80)]))
        else:
            self.add(ALU | AND, limit - 1)
            self.add(MISC | TAX)

    def alu(self):
        op = self.rng.choice([ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, NEG, MOD, XOR])
        if op == NEG:
            return self.add(ALU | NEG, constant(self.rng))
        if self.rng.randrange(2):
            if op in (LSH, RSH):
                self.small_x(32)
            return self.add(ALU | op | X, 0)
        k = constant(self.rng)
        return self.add(ALU | op, k & 31 if op in (LSH, RSH) else k or 1)

    def load(self):
        kind = self.rng.randrange(7)
        offset = self.rng.choice([12, 14, 23, 26, self.rng.randrange(64), self.rng.randrange(2000)])
        if kind <= 1:
            self.add(LD | ABS | self.rng.choice(WIDTHS), offset)
        elif kind == 2:
            self.small_x(64)
            self.add(LD | IND | self.rng.choice(WIDTHS), offset)
        elif kind == 3:
            self.add(LDX | MSH | 0x10, offset)
        elif kind == 4:
            self.add(self.rng.choice([LD, LDX]) | LEN)
        else:
            self.add(self.rng.choice([LD, LDX]) | IMM, constant(self.rng))

    def cell(self):
        kind = self.rng.randrange(4)
        self.add([LD | MEM, LDX | MEM, ST, STX][kind], self.rng.choice(self.cells))

    def step(self):
        kind = self.rng.randrange(10)
        if kind < 4:
            self.alu()
        elif kind < 7:
            self.load()
        elif kind < 8:
            self.cell()
        elif kind < 9:
            self.add(MISC | self.rng.choice([TAX, TXA]))
        else:
            self.insns.append(None)  # a jump, when it is known how far there is to go

    def leave(self):
        if self.rng.randrange(3) == 0:
            self.add(RET, constant(self.rng) & (0x3FF if self.kernel else 0xFFFFFFFF))
        elif self.kernel:
            self.add(ALU | AND, 0x3FF)
            self.add(RET | A)
        else:
            self.add(RET | A)

    def aim(self, at, end):
        def skip(most):
            target = at + 1 + min(self.rng.choice([0, 1, self.rng.randrange(256)]), most)
            while target in self.bound:
                target += 1
            return target - at - 1

        far = end - at - 1
        if self.rng.randrange(6) == 0:
            return JMP | JA, 0, 0, skip(far)
        op = self.rng.choice([JEQ, JGT, JGE, JSET])
        return (JMP | op | self.rng.choice([0, X]), skip(min(far, 250)), skip(min(far, 250)),
                constant(self.rng))

    def make(self, length):
        self.cells = self.rng.sample(range(16), 3)
        for cell in self.cells:
            self.add(self.rng.choice([ST, STX]), cell)
        while len(self.insns) < length:
            self.step()
        end = len(self.insns)
        self.leave()
        return [insn or self.aim(at, end) for at, insn in enumerate(self.insns)]


def program(rng, kernel=False):
    return Program(rng, kernel).make(rng.choice([4, 8, 16, 40, 120]))


def parse(words):
    numbers = [int(word) for word in words.split()[1:]]
    return list(zip(*[iter(numbers)] * 4))


def text(insns):
    return f"{len(insns)}\n" + "".join("%u %u %u %u\n" % insn for insn in insns)


def binary(insns, big_endian):
    return b"".join(struct.pack((">" if big_endian else "<") + "HBBI", *insn) for insn in insns)
