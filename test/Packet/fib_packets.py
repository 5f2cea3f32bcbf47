#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Calls of bpf_fib_lookup as packets for Inputs/fib.c; asks this machine's kernel, in a network
namespace that is like Inputs/system.json, for the answers.

fib_packets.py pcap FILE ORDER        writes the packets; ORDER is le or be
fib_packets.py kernel TOOL OBJECT     prints the kernel's answers, one "PROGRAM N HEX" a packet
fib_packets.py ours ORDER RUN...      the same from a command that takes -prog, -pcap, -json, -system
fib_packets.py compare FILE FILE...   whether all files have the answers of the first
"""
import ipaddress
import json
import os
import struct
import sys

from calls import NUMBERS, compare, run_all, write_pcap

HERE = os.path.dirname(os.path.abspath(__file__))
SYSTEM = os.path.join(HERE, "Inputs", "system.json")
DIRECT, OUTPUT, SKIP_NEIGH, TBID, SRC, MARK = (1 << bit for bit in range(6))
IPV4 = ("10.1.0.9", "10.1.0.7", "10.1.0.1", "10.2.3.4", "10.3.1.1", "10.4.1.1", "10.5.1.1",
        "10.6.1.1", "10.7.1.1", "10.8.1.1")
IPV6 = ("fd00:1::9", "fd00:1::7", "fd00:2::1", "fd00:9::1", "fe80::1", "ff02::1", "::1")
FLAGS = (0, DIRECT, OUTPUT, SKIP_NEIGH, SRC, DIRECT | TBID, DIRECT | SKIP_NEIGH | SRC, MARK, 64,
         OUTPUT | SRC, 128)


def calls():
    """(family, destination, ifindex, length, flags, table)"""
    for destination in IPV4:
        for flags in FLAGS:
            yield 2, destination, 2, 0, flags, 100
        yield 2, destination, 1, 1401, 0, 0
        yield 2, destination, 1, 1501, SKIP_NEIGH, 0
        yield 2, destination, 3, 100, 0, 0
        yield 2, destination, 77, 100, 0, 0
    for destination in IPV6:
        for flags in FLAGS:
            yield 10, destination, 2, 0, flags, 254
        yield 10, destination, 1, 1501, SKIP_NEIGH, 0
        yield 10, destination, 3, 100, 0, 0
        yield 10, destination, 77, 100, 0, 0
    yield 7, "10.1.0.9", 2, 0, 0, 0
    yield 2, "10.8.1.1", 2, 0, DIRECT | TBID, 101


def packet(order, family, destination, ifindex, length, flags, table):
    # The first address of IPv4 sources is nobody's; IPv6 has the network of device 2.
    number = NUMBERS[order]
    address = ipaddress.ip_address(destination).packed.ljust(16, b"\0")
    source = ipaddress.ip_address("fd00:1::77" if family == 10 else "10.1.0.77").packed
    params = (struct.pack("BB2s2s", family, 6, b"\x10\xe1", b"\0\x50") +
              struct.pack(number + "HII", length, ifindex, 0) + source.ljust(16, b"\0") + address +
              struct.pack(number + "I", table) + bytes(12))
    return bytes(12) + b"\x88\xb5" + bytes((flags, 0)) + params


def packets(order):
    return [packet(order, *call) for call in calls()]


def normal(order, answer):
    """Numbers of the parameters as little-endian ones, so that all targets print the same."""
    data = bytearray.fromhex(answer["out"])
    if order == "be":
        for start, size in ((22, 2), (24, 4), (28, 4), (64, 4)):
            data[start:start + size] = data[start:start + size][::-1]
    return f'{answer["retval"]} {data[16:].hex()}'


def show(program, order, lines):
    for line in lines:
        answer = json.loads(line)
        if "retval" in answer:
            print(program, normal(order, answer))


def namespace_script():
    """What makes devices, routes and neighbours of the system file."""
    with open(SYSTEM, encoding="utf-8") as file:
        system = json.load(file)
    lines = ["set -e", "exec 3>&1 >/dev/null", "ip link set lo up",
             "ip link add d2 index 2 type veth peer name d3 index 3",
             "echo 1 >/proc/sys/net/ipv4/conf/lo/forwarding",
             "echo 1 >/proc/sys/net/ipv4/conf/d2/forwarding",
             "echo 0 >/proc/sys/net/ipv4/conf/d3/forwarding",
             "echo 1 >/proc/sys/net/ipv6/conf/lo/forwarding",
             "echo 1 >/proc/sys/net/ipv6/conf/d2/forwarding",
             "echo 0 >/proc/sys/net/ipv6/conf/d3/forwarding",
             "echo 0 >/proc/sys/net/ipv6/conf/d2/accept_dad"]
    for device in system["devices"][1:]:
        name = f'd{device["ifindex"]}'
        lines.append(f'ip link set {name} address {device["mac"]} mtu {device["mtu"]} up')
    lines += ["ip addr add 10.1.0.1/16 dev d2 noprefixroute",
              "ip -6 addr add fd00:1::1/64 dev d2 noprefixroute nodad"]
    for route in system["routes"]:
        if route.get("table") == 255:
            continue  # came with the address
        words = ["ip route add", route.get("type", ""), route["to"]]
        if "via" in route:
            mixed = ":" in route["via"] and ":" not in route["to"]
            words.append(("via inet6 " if mixed else "via ") + route["via"])
        for name, option in (("src", "src"), ("metric", "metric"), ("table", "table")):
            words += [option, str(route[name])] if name in route else []
        words += [f'dev d{route["dev"]}'] if "dev" in route else []
        words += [f'mtu lock {route["mtu"]}'] if "mtu" in route else []
        lines.append(" ".join(words))
    for neighbour in system["neighbours"]:
        lines.append(f'ip neigh replace {neighbour["address"]} lladdr {neighbour["mac"]} '
                     f'dev d{neighbour["dev"]} nud permanent')
    return "\n".join(lines) + "\n"


def ask(order, command_of):
    run_all(("fib_xdp", "fib_tc"), packets(order), command_of,
            lambda program, lines: show(program, order, lines))


def main():
    mode, *arguments = sys.argv[1:]
    if mode == "pcap":
        path, order = arguments
        write_pcap(path, packets(order))
    elif mode == "kernel":
        tool, path = arguments
        ask("le", lambda program, pcap: [
            "unshare", "-n", "sh", "-c",
            namespace_script() + f"exec {tool} {path} {program} {pcap} >&3"])
    elif mode == "ours":
        order, *command = arguments
        ask(order, lambda program, pcap: [
            *command, "-prog", program, "-pcap", pcap, "-json", "-system", SYSTEM])
    else:
        sys.exit(not compare(arguments, [*calls()] * 2))


main()
