#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""SYN cookies a second time, after SipHash's paper and the description in net/ipv4/syncookies.c:
what programs of Inputs/syncookie.c made of SYNs and ACKs is compared with it.

syncookies.py ours ORDER RUN...     checks cookies, MSS and verdicts; RUN takes -pcap, -system, ...
syncookies.py kernel TOOL OBJECT    the same of this machine's kernel, without its secret: MSS and
                                    verdicts, in a network namespace with the listeners
"""
import ipaddress
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SYSTEM = os.path.join(HERE, "Inputs", "system.json")
WORD = 2 ** 64 - 1
MSS4, MSS6 = (536, 1300, 1440, 1460), (1220, 1420, 1440, 8940)
OPTIONS = (b"", b"\2\4\5\xb4", b"\2\4\5\xb3", b"\2\4\2\x18", b"\2\4\0\x10", b"\2\4\x23\x28",
           b"\1\1\2\4\5\x14\1\1", b"\0\0\0\0\2\4\5\xb4", b"\2\4\5\xb4\2\4\5\x14", b"\3\3\7\1\2\4\5\xa0",
           b"\2\4\0\0", b"\3\1\2\4\5\xb4\1\1", b"\3\x20\2\4\5\xb4\1\1", b"\2\3\5\1\2\4\5\xb4")


def siphash(data, key):
    def rotate(value, bits):
        return (value << bits | value >> 64 - bits) & WORD

    v = [word ^ key[i % 2] for i, word in enumerate(struct.unpack("<4Q",
         b"uespemosmodnarodarenegylsetybdet"))]

    def rounds(count):
        for _ in range(count):
            v[0] = (v[0] + v[1]) & WORD
            v[1] = rotate(v[1], 13) ^ v[0]
            v[0] = rotate(v[0], 32)
            v[2] = (v[2] + v[3]) & WORD
            v[3] = rotate(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & WORD
            v[3] = rotate(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & WORD
            v[1] = rotate(v[1], 17) ^ v[2]
            v[2] = rotate(v[2], 32)

    whole = len(data) // 8 * 8
    last = data[whole:].ljust(7, b"\0") + bytes([len(data) & 255])
    for word in struct.unpack(f"<{whole // 8 + 1}Q", data[:whole] + last):
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    v[2] ^= 255
    rounds(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def check_siphash():
    """The test vector of the paper, appendix A."""
    key = struct.unpack("<2Q", bytes(range(16)))
    assert siphash(bytes(range(15)), key) == 0xa129ca6149be45e5


class Flow:
    """A connection of one machine: ORDER is its byte order."""

    def __init__(self, order, system, is_ipv6, port):
        ends = ("fd00:9::1", "fd00:1::1") if is_ipv6 else ("10.9.0.9", "10.1.0.1")
        self.addresses = b"".join(ipaddress.ip_address(end).packed for end in ends)
        self.ports = struct.pack(">HH", port, 80)
        self.number = {"le": "<", "be": ">"}[order]
        self.table = MSS6 if is_ipv6 else MSS4
        self.is_ipv6 = is_ipv6
        self.keys = system["syncookie_keys"][4 if is_ipv6 else 0:]

    def hash(self, minute, which):
        if self.is_ipv6:
            data = self.addresses + struct.pack(self.number + "I", minute) + self.ports
        else:
            source, destination = struct.unpack(self.number + "II", self.addresses)
            first, second = struct.unpack(self.number + "HH", self.ports)
            data = struct.pack("<4I", source, destination, first << 16 | second, minute)
        return siphash(data, self.keys[2 * which:2 * which + 2]) & 0xffffffff

    def cookie(self, sequence, minute, index):
        return (self.hash(0, 0) + sequence + (minute << 24) +
                ((self.hash(minute, 1) + index) & 0xffffff)) & 0xffffffff

    def packet(self, kind, sequence, ack, flags, options=b""):
        offset = (20 + len(options)) // 4 << 4
        tcp = (self.ports + struct.pack(">IIBBHHH", sequence, ack, offset, flags, 1024, 0, 0) +
               options).ljust(60, b"\0")
        if self.is_ipv6:
            ip = struct.pack(">IHBB", 6 << 28, len(tcp), 6, 64) + self.addresses
            return bytes([kind]) + bytes(11) + b"\x86\xdd" + ip + tcp
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + self.addresses
        return bytes([kind]) + bytes(11) + b"\x08\x00" + ip + tcp


def asked_mss(options, is_ipv6):
    """By hand, in the order of OPTIONS: what the last good option says; nothing, and 0, is the
    default of the protocol."""
    asked = (0, 1460, 1459, 536, 16, 9000, 1300, 0, 1300, 1440, 0, 0, 0, 1460)
    return asked[OPTIONS.index(options)] or (1220 if is_ipv6 else 536)


def index_of(flow, mss):
    return max([i for i, least in enumerate(flow.table) if mss >= least], default=0)


def syns(order, system):
    for is_ipv6 in (False, True):
        for i, options in enumerate(OPTIONS):
            yield Flow(order, system, is_ipv6, 4000 + i), 0xfffffff0 + i, options


def acks(order, system, minute):
    """(packet, verdict)"""
    for is_ipv6 in (False, True):
        flow = Flow(order, system, is_ipv6, 5000)
        for age in (0, 1, 2, 3, 255, -1):
            for index in (0, 3, 4, 5):
                cookie = flow.cookie(77, (minute - age) & 0xffffffff, index)
                good = 0 <= age < 2 and index < 4
                yield (flow.packet(1, 78, (cookie + 1) & 0xffffffff, 0x10),
                       0 if good else -13)


def run(command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    return [(answer["retval"], bytes.fromhex(answer["out"])) for answer in answers
            if "retval" in answer]


def write_pcap(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for packet in packets:
            out.write(struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet)


class Checker:
    def __init__(self):
        self.count = self.wrong = 0

    def same(self, what, found, wanted):
        self.count += 1
        if found != wanted:
            self.wrong += 1
            print(what, "found", found, "wanted", wanted)


def check_raw(checker, answers, order, system, minute, expected):
    """`minute` is None where the secret is not known."""
    cases = list(syns(order, system))
    for (flow, sequence, options), (retval, out) in zip(cases, answers):
        index = index_of(flow, asked_mss(options, flow.is_ipv6))
        mss, cookie, verdict = struct.unpack(">IIi", out[:12])
        name = (order, flow.is_ipv6, options)
        checker.same(name, (retval, mss, verdict), (1, flow.table[index], 0))
        if minute is not None:
            checker.same(name, cookie, flow.cookie(sequence, minute, index))
    for verdict, (retval, out) in zip(expected, answers[len(cases):]):
        checker.same("ack", (retval, struct.unpack(">i", out[8:12])[0]), (1, verdict))


def check_listener(checker, answers, order, system, minute):
    for (flow, sequence, options), (retval, out) in zip(syns(order, system), answers):
        index = index_of(flow, asked_mss(options, flow.is_ipv6))
        cookie, changed, early, good, raw, _ = struct.unpack(">Ihhhhh", out[:14])
        mss = struct.unpack(">H", out[12:14])[0]
        name = ("listener", order, flow.is_ipv6, options)
        # -ENOENT of a SYN that is no ACK, and of a cookie that is another one's
        checker.same(name, (retval, mss, early, good, raw, changed),
                     (1, flow.table[index], -2, 0, 0, -2))
        if minute is not None:
            checker.same(name, cookie, flow.cookie(sequence, minute, index))


def listen():
    opened = []
    for family, address in ((socket.AF_INET, "10.1.0.1"), (socket.AF_INET6, "fd00:1::1")):
        one = socket.socket(family, socket.SOCK_STREAM)
        one.bind((address, 80))
        one.listen()
        opened.append(one)
    return opened


def check_all(order, command):
    with open(SYSTEM, encoding="utf-8") as file:
        system = json.load(file)
    is_ours = command is not None
    minute = system["seconds"] // 60 if is_ours else None
    packets = [flow.packet(0, sequence, 0, 2, options)
               for flow, sequence, options in syns(order, system)]
    expected = list(acks(order, system, minute)) if is_ours else []
    checker = Checker()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "syns.pcap")
        write_pcap(path, packets + [packet for packet, _ in expected])

        def answers(program):
            if is_ours:
                return run([*command, "-prog", program, "-pcap", path, "-json", "-system", SYSTEM])
            return run([*sys.argv[2:4], program, path])

        check_raw(checker, answers("raw"), order, system, minute, [one[1] for one in expected])
        write_pcap(path, packets)
        check_listener(checker, answers("of_listener"), order, system, minute)
    print(f"{checker.count} checks, {checker.wrong} wrong")
    return checker.wrong or not checker.count


def main():
    check_siphash()
    mode, *arguments = sys.argv[1:]
    if mode == "ours":
        sys.exit(check_all(arguments[0], arguments[1:]))
    if mode == "kernel":
        sys.exit(subprocess.run(["unshare", "-n", sys.executable, __file__, "inside", *arguments],
                                check=False).returncode)
    for words in ("link set lo up", "addr add 10.1.0.1/32 dev lo",
                  "-6 addr add fd00:1::1/128 dev lo nodad"):
        subprocess.run(["ip", *words.split()], check=True)
    with open("/proc/sys/net/ipv4/tcp_syncookies", "w", encoding="utf-8") as file:
        file.write("2")
    opened = listen()
    status = check_all("le", None)
    del opened
    sys.exit(status)


main()
