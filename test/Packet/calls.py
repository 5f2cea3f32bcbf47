# SPDX-License-Identifier: Apache-2.0
"""What fib_packets.py and sock_packets.py have in common: calls of a helper as packets of a capture,
answers as lines, and whether files have the same ones."""
import os
import struct
import subprocess
import tempfile

NUMBERS = {"le": "<", "be": ">"}  # for struct


def write_pcap(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for data in packets:
            out.write(struct.pack("<IIII", 0, 0, len(data), len(data)) + data)


def run(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def run_all(programs, packets, command_of, show):
    """Runs what command_of(program, capture) says of each program; show(program, lines) prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "calls.pcap")
        write_pcap(path, packets)
        for program in programs:
            show(program, run(command_of(program, path)))


def compare(paths, calls):
    """Prints what differs from the first file, with its call; whether nothing does."""
    texts = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            texts.append([line for line in file.read().splitlines() if line[0] != "#"])
    wrong = [(call, *lines) for call, *lines in zip(calls, *texts) if len(set(lines)) > 1]
    for call, *lines in wrong[:10]:
        print(call, *lines, sep="\n  ")
    print(f"{len(texts[0])} answers of {len(texts)} files, {len(wrong)} differ")
    return not wrong and len({len(text) for text in texts}) == 1 and bool(texts[0])
