#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a .jit file as bpf-jitdump does, of a kernel that never was: its code is assembly of the
test's. make_jit.py -o FILE --target T --object PROG.o [--code CODE.s] [--run HEX=RESULT]...

In CODE.s a label `iN` begins what was made of insn N, and `fN` function N, which begins with insn N.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Conformance"))
from targets import TARGETS, TABLE

# What uname says, and where the code of a program lies.
KERNELS = {"mips64": ("mips64", 0xffffffffc0001000), "mips": ("mips", 0xc0001000),
           "riscv64": ("riscv64", 0xffffffff78001000), "riscv32": ("riscv32", 0xb8001000),
           "arm": ("armv7l", 0xbf001000), "aarch64": ("aarch64", 0xffff80000a001000),
           "x86-64": ("x86_64", 0xffffffffc0001000)}


def output(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def row(target):
    for line in TABLE.read_text().splitlines():
        if line.startswith(f'TARGET("{target}",'):
            triple, cpu, features = re.findall(r'"([^"]*)"', line)[1:4]
            return triple, cpu, features
    raise SystemExit(f"no target {target}")


def kernel_of(target):
    key = "mips64" if target.startswith(("mips64", "mipsisa64")) else \
        "mips" if target.startswith("mips") else target
    return KERNELS[key]


def line_of(values):
    text = json.dumps(values, separators=(",", ":"))[:-1]
    return f'{text},"crc":"{zlib.crc32(text.encode()):08x}"}}\n'


def functions_of(path, section):
    """(first slot, name) of the functions of a section."""
    file = json.loads(output(["llvm-readelf", "--elf-output-style=JSON", "--symbols",
                              "--sections", path]))[0]
    found = []
    for entry in file["Symbols"]:
        symbol = entry["Symbol"]
        if symbol["Type"]["Name"] == "Function" and symbol["Section"]["Name"] == section:
            found.append((symbol["Value"] // 8, symbol["Name"]["Name"]))
    return sorted(found)


def assemble(target, source, base, work):
    """(image, addresses and lengths of functions, [insn, address]...)"""
    triple, cpu, features = row(target)
    path, image = work / "code.o", work / "code.bin"
    subprocess.run(["llvm-mc", f"-triple={triple}", f"-mcpu={cpu}", f"-mattr={features}",
                    "-filetype=obj", source, "-o", path], check=True)
    subprocess.run(["llvm-objcopy", "-O", "binary", "-j", ".text", path, image], check=True)
    symbols = [(int(words[0], 16), words[2]) for line in output(["llvm-nm", path]).splitlines()
               if len(words := line.split()) == 3]
    data = image.read_bytes()
    starts = sorted({at for at, name in symbols if re.fullmatch(r"f\d+", name)} | {0})
    ends = starts[1:] + [len(data)]
    lines = sorted((base + at, int(name[1:])) for at, name in symbols
                   if re.fullmatch(r"[if]\d+", name))
    return (data, [base + at for at in starts], [end - at for at, end in zip(starts, ends)],
            lines)


def program(options, work):
    section, big = options.section, TARGETS[options.target].big_endian
    raw = work / "insns.bin"
    subprocess.run(["llvm-objcopy", "-O", "binary", "-j", section, "--set-section-flags",
                    f"{section}=alloc,load", options.object, raw], check=True)
    insns = raw.read_bytes()
    machine, base = kernel_of(options.target)
    values = {
        "prog": options.name or pathlib.Path(options.object).name.split(".")[0],
        "section": section, "type": options.type, "flags": 2, "insns": insns.hex(),
        "functions": [{"name": name, "insn": slot}
                      for slot, name in functions_of(options.object, section)],
        "errno": options.errno, "log": "", "verified_insns": 1, "xlated": insns.hex(),
        "jited": "", "ksyms": [], "func_lens": [], "lines": [], "maps": []}
    if options.code:
        image, addresses, lengths, lines = assemble(options.target, options.code, base, work)
        values |= {"jited": image.hex(), "ksyms": [hex(at) for at in addresses],
                   "func_lens": lengths,
                   "lines": [[insn, insn, hex(at)] for at, insn in lines]}
    head = {"jit": 1, "release": "6.12.0-test", "version": "", "machine": machine,
            "target": options.target, "endian": "big" if big else "little",
            "bits": 64 if "64" in options.target else 32, "jit_enable": 1, "jit_harden": 0}
    return [head, values]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-o", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--object", required=True)
    parser.add_argument("--name")
    parser.add_argument("--section", default="xdp")
    parser.add_argument("--type", type=int, default=6)
    parser.add_argument("--code")
    parser.add_argument("--errno", type=int, default=0)
    parser.add_argument("--run", action="append", default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = program(options, pathlib.Path(folder))
    for run in options.run:
        packet, result = run.split("=")
        lines.append({"run": lines[1]["prog"], "in": packet, "repeat": 1, "errno": 0,
                      "retval": int(result, 0), "out": packet, "duration_ns": 1, "jit_enable": 1})
    lines.append({"end": True, "progs": 1, "runs": len(options.run)})
    pathlib.Path(options.o).write_text("".join(map(line_of, lines)))


if __name__ == "__main__":
    main()
