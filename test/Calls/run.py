#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the programs of a C file, each on one packet, translated for a target, and compares with
the `expect` lines in the file (Inputs/calls.h). The pseudo-target `kernel` runs them in this
machine's kernel, those that its verifier accepts.

run.py --build BUILD --target T --work DIR [--cflag FLAG]... FILE.c..."""

import argparse
import dataclasses
import json
import pathlib
import re
import struct
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Conformance"))
from targets import TARGETS

KERNEL = "kernel"
EXPECT = re.compile(r"^ \* expect (\w+): (\d+)((?: \w+\[\d+\]=\d+)*)(?:; no kernel: (.*))?$", re.M)
PACKET = bytes(range(64))


@dataclasses.dataclass
class Expectation:
    program: str
    result: int
    counts: dict  # index to count; all others are 0
    no_kernel: str  # reason


class Mismatch(Exception):
    pass


def read_expectations(path):
    text = path.read_text(encoding="utf-8")
    found = [Expectation(name, int(result),
                         {int(a): int(b) for a, b in re.findall(r"\[(\d+)\]=(\d+)", counts)}, why)
             for name, result, counts, why in EXPECT.findall(text)]
    if len(found) != text.count(" expect "):
        raise Mismatch(f"{path}: an expect line that is not understood")
    return found


def run(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False, timeout=300)
    if done.returncode:
        raise Mismatch(f"{command[0]}: exit code {done.returncode}: {done.stderr.strip()[:500]}")
    return done.stdout.splitlines()


def compile_bpf(options, path, triple):
    bpf = options.work / f"{path.stem}.bpf.o"
    run([options.clang, "-O2", "-g", "-target", triple, "-mcpu=v3", "-Wall", "-Werror",
         *options.cflag, "-c", path, "-o", bpf])
    return bpf


class Translated:
    def __init__(self, options, path):
        self.target = TARGETS[options.target]
        self.order = ">" if self.target.big_endian else "<"
        bpf = compile_bpf(options, path, self.target.bpf_triple)
        self.executable = options.work / path.stem
        run([options.build / "bin/bpf-aot", bpf, "-target", options.target, "-exe", "-o",
             self.executable])

    def run(self, program):
        lines = run([*self.target.qemu, self.executable, "-prog", program, "-packet", PACKET.hex(),
                     "-json", "-dump-maps"])
        return json.loads(lines[0])["retval"], json.loads(lines[-1])["maps"]["counts"]


class Kernel:
    order = "="

    def __init__(self, options, path):
        self.bpf = compile_bpf(options, path, "bpfel")
        self.pcap = options.work / "packet.pcap"
        self.pcap.write_bytes(struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) +
                              struct.pack("=IIII", 0, 0, len(PACKET), len(PACKET)) + PACKET)
        self.tool = options.build / "bin/kernel_run"

    def run(self, program):
        lines = run([self.tool, self.bpf, program, self.pcap])
        return json.loads(lines[0])["retval"], json.loads(lines[-1])["maps"]["counts"]


def check(runner, expectation):
    result, pairs = runner.run(expectation.program)
    if result != expectation.result:
        raise Mismatch(f"result {result}, expected {expectation.result}")
    unpack = lambda code, text: struct.unpack(runner.order + code, bytes.fromhex(text))[0]
    counts = {unpack("I", key): unpack("Q", value) for key, value in pairs}
    got = {index: value for index, value in counts.items() if value}
    if got != expectation.counts:
        raise Mismatch(f"counts {got}, expected {expectation.counts}")


def run_file(options, path):
    """The numbers of those that passed and failed."""
    expectations = read_expectations(path)
    in_kernel = options.target == KERNEL
    if in_kernel:
        expectations = [e for e in expectations if not e.no_kernel]
    runner = (Kernel if in_kernel else Translated)(options, path)
    failed = 0
    for expectation in expectations:
        try:
            check(runner, expectation)
        except Mismatch as mismatch:
            failed += 1
            print(f"FAILED {options.target} {path.name} {expectation.program}: {mismatch}")
    return len(expectations) - failed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--target", required=True, choices=[*TARGETS, KERNEL])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--clang", default="clang-22")
    parser.add_argument("--cflag", action="append", default=[])
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    passed, failed = 0, 0
    for path in options.files:
        try:
            good, bad = run_file(options, path)
        except Mismatch as mismatch:
            good, bad = 0, 1
            print(f"FAILED {options.target} {path.name}: {mismatch}")
        passed, failed = passed + good, failed + bad
    print(f"calls {options.target}: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
