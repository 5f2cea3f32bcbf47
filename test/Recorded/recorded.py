# SPDX-License-Identifier: Apache-2.0
"""The programs in Inputs/, what their first lines say of them, and what the kernel answered.

    // MAP name KEY = VALUE     a map that is compared, as fields: u8 to u64, s8 to s64, bN (N bytes)
    // SEED name KEYHEX VALUEHEX    an element that is there before the first packet
    // INNER name KEY KEYHEX map    the same of a map of maps, which is not compared: a map's name

Hexadecimal text is little-endian everywhere; for a big-endian target its numbers are turned."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import packets

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tools"))
import host

ANSWERS = HERE / "answers"


class Program:
    def __init__(self, path):
        self.path, self.name = path, path.stem
        text = path.read_text(encoding="utf-8")
        self.is_xdp = 'SEC("xdp' in text
        self.maps = {name: (key.split(), value.split()) for name, key, value in
                     re.findall(r"^// MAP (\w+) ([^=\n]+)=([^\n]+)$", text, re.M)}
        self.seeds = {}
        for name, key, value in re.findall(r"^// SEED (\w+) (\w+) (\w+)$", text, re.M):
            self.seeds.setdefault(name, []).append([key, value])

        self.inner = {}
        for name, field, key, value in re.findall(r"^// INNER (\w+) (\w+) (\w+) (\w+)$", text,
                                                  re.M):
            self.inner.setdefault(name, []).append((key, [field], value))

    def packets(self):
        """What the kernel's test run takes."""
        return [packet for packet in packets.every()
                if 14 <= len(packet) and (self.is_xdp or packets.make.fits_skb(packet))]

    def answers_path(self):
        return ANSWERS / f"{self.name}.json"

    def answers(self):
        return json.loads(self.answers_path().read_text(encoding="utf-8"))

    def digest(self):
        """Changes with the program and its packets: an answer to another question is none."""
        sources = self.path.read_bytes() + (self.path.parent / "net.h").read_bytes()
        return hashlib.sha256(sources + b"".join(self.packets())).hexdigest()[:16]


def programs():
    return [Program(path) for path in sorted((HERE / "Inputs").glob("*.c"))]


def size_of(field):
    return int(field[1:]) if field[0] == "b" else int(field[1:]) // 8


def turn(text, fields):
    """Little-endian text as a big-endian machine has it, and back."""
    data, parts, at = bytes.fromhex(text), [], 0
    for field in fields:
        part = data[at:at + size_of(field)]
        parts.append(part if field[0] == "b" else part[::-1])
        at += size_of(field)
    if at != len(data):
        raise ValueError(f"{len(data)} bytes are not {' '.join(fields)}")
    return b"".join(parts).hex()


def turn_pairs(pairs, layout):
    return [[turn(key, layout[0]), turn(value, layout[1])] for key, value in pairs]


def compile_for(program, triple, path):
    subprocess.run(["clang-22", "-O2", "-g", "-target", triple, "-mcpu=v3",
                    f"-I/usr/include/{host.multiarch()}", "-c", program.path, "-o", path],
                   check=True)


def write_inputs(program, work, big_endian):
    """The capture, and what fills each map: [(name, file)]."""
    capture = os.path.join(work, "packets.pcap")
    packets.make.write_pcap(capture, [("", packet) for packet in program.packets()])
    fills = []
    seeds = {name: turn_pairs(pairs, program.maps[name]) if big_endian else pairs
             for name, pairs in program.seeds.items()}
    seeds |= {name: [[turn(key, fields) if big_endian else key, value]
                     for key, fields, value in rows] for name, rows in program.inner.items()}
    for name, pairs in seeds.items():
        file = os.path.join(work, f"{program.name}.{name}.json")
        pathlib.Path(file).write_text(json.dumps(pairs), encoding="utf-8")
        fills.append((name, file))
    return capture, fills
