#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loads every program into this machine's kernel, runs it on the packets (BPF_PROG_TEST_RUN) and
compares what it returns and leaves in the packet with the translated code. Shows that the programs
are valid BPF and that the benchmark's results are right."""
import argparse
import json
import pathlib
import struct
import sys

import packets
from toolchain import HERE, OURS, Failure, Program, Toolchain, run

HOST = "x86-64"
PCAP_HEADER = struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)


def pcap(content):
    return PCAP_HEADER + b"".join(
        struct.pack("=IIII", 0, 0, len(packet), len(packet)) + packet for packet in content)


def fnv1a(data):
    value = 0x811c9dc5
    for byte in data:
        value = (value ^ byte) * 0x01000193 & 0xffffffff
    return value


def in_kernel(options, toolchain, program):
    bpf = toolchain.work / f"{program.name}.bpf.o"
    tool = options.build / "bin/kernel_run"
    lines = run([tool, bpf, "prog", options.work / f"{program.packets}.pcap"]).splitlines()
    rows = [json.loads(line) for line in lines[:-1]]
    return [f"{row['retval']:08x} {fnv1a(bytes.fromhex(row['out'])):08x}" for row in rows]


def translated(options, toolchain, program):
    toolchain.compile(program, OURS)
    executable = toolchain.link(program, OURS)
    return run([executable, options.work / program.packets, program.start]).splitlines()


def check(options, toolchain, program):
    """What is wrong; empty: nothing."""
    try:
        ours = translated(options, toolchain, program)
        kernel = in_kernel(options, toolchain, program)
    except Failure as failure:
        return str(failure)
    for number, (a, b) in enumerate(zip(ours, kernel, strict=True), 1):
        if a != b:
            return f"packet {number}: ours returns and leaves {a}, the kernel {b}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.option, options.free = [], False
    toolchain = Toolchain(options, HOST)
    toolchain.compile_driver(OURS)
    failed = total = 0
    for group, content in packets.GROUPS.items():
        name = f"{group}.packets"
        (options.work / name).write_bytes(packets.to_file(content()))
        (options.work / f"{name}.pcap").write_bytes(pcap(content()))
        for path in sorted((HERE / group).glob("*.c")):
            error = check(options, toolchain, Program(path.stem, path, 2, name))
            total += 1
            failed += bool(error)
            if error:
                print(f"FAILED {path.stem}: {error}")
    print(f"kernel: {total - failed} of {total} programs load and agree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
