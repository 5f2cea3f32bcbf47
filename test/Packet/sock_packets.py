#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lookups of sockets as packets for Inputs/sock.c; asks this machine's kernel, in a network
namespace with the sockets of Inputs/sock.json, what it finds.

sock_packets.py kernel TOOL OBJECT    prints what the kernel finds, a line a packet
sock_packets.py ours ORDER RUN...     the same from a command that takes -prog, -pcap, -json, -system
sock_packets.py compare FILE FILE...  whether all files are like the first
"""
import ipaddress
import json
import os
import socket
import struct
import subprocess
import sys

from calls import NUMBERS, compare, run, run_all

HERE = os.path.dirname(os.path.abspath(__file__))
SYSTEM = os.path.join(HERE, "Inputs", "sock.json")
TCP, UDP, COMMON = range(3)
ENDS4 = (("10.9.0.1", 4321), ("10.9.0.1", 4322), ("10.9.0.1", 5001), ("10.1.0.1", 80))
ENDS6 = (("fd00:9::1", 4321),)
LOCAL4 = (("10.1.0.1", 80), ("10.9.0.1", 4321), ("10.1.0.1", 8080), ("10.1.0.1", 8081),
          ("10.1.0.1", 8082), ("10.1.0.1", 53), ("10.9.0.1", 53), ("10.1.0.1", 5000),
          ("10.1.0.1", 7))
LOCAL6 = (("fd00:1::1", 80), ("fd00:1::2", 80), ("fd00:1::1", 8080), ("fd00:1::1", 8081),
          ("fd00:1::1", 8082), ("fd00:1::1", 53))


def calls():
    """(kind, tuple, netns, flags)"""
    for kind in (TCP, UDP, COMMON):
        for remotes, locals_ in ((ENDS4, LOCAL4), (ENDS6, LOCAL6)):
            for remote in remotes:
                for local in locals_:
                    addresses = [ipaddress.ip_address(end[0]).packed for end in (remote, local)]
                    ports = struct.pack(">HH", remote[1], local[1])
                    yield kind, b"".join(addresses) + ports, -1, 0
    listener = ipaddress.ip_address("10.9.0.9").packed + ipaddress.ip_address("10.1.0.1").packed + \
        struct.pack(">HH", 1, 80)
    for kind in (TCP, UDP, COMMON):
        yield kind, listener, -1, 1      # flags must be 0
        yield kind, listener, 12345, 0   # no such namespace
        yield kind, listener, -2, 0      # any negative number is the own one
        yield kind, listener[:-1], -1, 0
        yield kind, b"", -1, 0
        yield kind, listener + bytes(20), -1, 0


def packet(order, kind, name, netns, flags):
    number = NUMBERS[order]
    return (bytes(12) + b"\x88\xb5" + bytes((kind, len(name))) +
            struct.pack(number + "iI", netns, flags) + name.ljust(36, b"\0") + bytes(64))


def show(program, order, lines):
    """Numbers as such; addresses and the remote port as bytes."""
    for line in lines:
        answer = json.loads(line)
        if "retval" not in answer:
            continue
        words = bytes.fromhex(answer["out"])[60:]
        numbers = struct.unpack(NUMBERS[order] + "16I", words)
        remote_port = struct.pack(NUMBERS[order] + "H", numbers[7])
        print(program, answer["retval"], *numbers[:4], words[16:24].hex(), numbers[6],
              remote_port.hex(), words[32:40].hex(), *numbers[10:])


def open_sockets():
    """Those of the system file; the connection has its two ends there."""
    with open(SYSTEM, encoding="utf-8") as file:
        rows = json.load(file)["sockets"]
    opened = []
    for row in rows:
        family = socket.AF_INET6 if ":" in row["local"] else socket.AF_INET
        is_tcp = row["protocol"] == "tcp"
        if is_tcp and "remote" in row and row["local_port"] == 80:
            continue  # made by the accept of the other end
        one = socket.socket(family, socket.SOCK_STREAM if is_tcp else socket.SOCK_DGRAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, row.get("v6only", 0))
        one.bind((row["local"], row["local_port"]))
        if row.get("state") == "listen":
            one.listen()
        if "remote" in row:
            one.connect((row["remote"], row["remote_port"]))
            opened += [opened[0].accept()[0]] if is_tcp else []
        opened.append(one)
    return opened


def ask(order, command_of):
    run_all(("sock_xdp", "sock_tc"), [packet(order, *call) for call in calls()], command_of,
            lambda program, lines: show(program, order, lines))


def main():
    mode, *arguments = sys.argv[1:]
    if mode == "kernel":
        sys.exit(subprocess.run(["unshare", "-n", sys.executable, __file__, "inside", *arguments],
                                check=False).returncode)
    if mode == "inside":
        tool, path = arguments
        for words in ("link set lo up", "addr add 10.1.0.1/32 dev lo", "addr add 10.9.0.1/32 dev lo",
                      "-6 addr add fd00:1::1/128 dev lo nodad"):
            run(["ip", *words.split()])
        opened = open_sockets()
        ask("le", lambda program, pcap: [tool, path, program, pcap])
        del opened
    elif mode == "ours":
        order, *command = arguments
        ask(order, lambda program, pcap: [*command, "-prog", program, "-pcap", pcap, "-json",
                                          "-system", SYSTEM])
    else:
        sys.exit(not compare(arguments, [*calls()] * 2))


main()
