#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs XDP programs in this machine's kernel and, translated, on a target; compares each packet's
verdict and bytes, and all maps at the end.

compare.py --build BUILD --target T --pcap FILE --work DIR [--kernel-facts] [--facts MODE]
           OBJECT:PROGRAM...
"""
import argparse
import json
import os
import subprocess
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "Conformance"))
from targets import TARGETS
sys.path.append(os.path.join(os.path.dirname(__file__), "..", "tools"))
import uses

# What maps are filled with in a second run, by name: the addresses and ports that make_packets.py
# calls listed, as xdp-filter flags them (source 1, destination 2, TCP 4, UDP 8).
FILL = {
    "filter_ipv4": [["c0000242", "0300000000000000"]],
    "filter_ipv6": [["20010db8000000000000000000000066", "0300000000000000"]],
    "filter_ethernet": [["020000000066", "0300000000000000"]],
    "filter_ports": [["1a0a0000", "0f00000000000000"], ["0a1a0000", "0700000000000000"]],
}


class Mismatch(Exception):
    pass


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    if result.returncode:
        raise Mismatch(f"{' '.join(command)}: exit code {result.returncode}: {result.stderr}")
    return result.stdout.splitlines()


def run_in_kernel(options, path, program, fills):
    tool = os.path.join(options.build, "bin", "kernel_run")
    *packets, last = map(json.loads, run([tool, path, program, options.pcap,
                                          *(f"{name}={file}" for name, file in fills)]))
    return packets, {name: sorted(map(tuple, pairs)) for name, pairs in last["maps"].items()}


def read_dump(lines):
    """Maps of -dump-maps, which follow the packets: "map NAME: ...", then a row "  KEY: VALUE" an
    entry, or "  KEY: [VALUE VALUE...]", of which kernel_run has the first only."""
    maps, pairs = {}, []
    for line in lines:
        words = line.split()
        if line.startswith(("map ", "section ")):
            pairs = maps[words[1].rstrip(":")] = []
        elif line.startswith("  "):
            pairs.append((words[0].rstrip(":"), words[1].strip("[]")))
    return {name: sorted(pairs) for name, pairs in maps.items()}


def run_translated(options, executable, program, fills):
    maps = [word for name, file in fills for word in ("-map", f"{name}={file}")]
    command = [*TARGETS[options.target].qemu, executable, "-prog", program, "-pcap", options.pcap,
               *maps]
    return [json.loads(line) for line in run([*command, "-json"])], read_dump(
        run([*command, "-dump-maps"]))


def compare_runs(kernel, translated):
    (packets, maps), (our_packets, our_maps) = kernel, translated
    if len(packets) != len(our_packets) or not packets:
        raise Mismatch(f"{len(packets)} packets in the kernel, {len(our_packets)} translated")
    for number, (theirs, ours) in enumerate(zip(packets, our_packets)):
        for field in ("retval", "out"):
            if theirs[field] != ours[field]:
                raise Mismatch(f"packet {number}: {field}: kernel {theirs[field]}, "
                               f"translated {ours[field]}")
    for name, pairs in maps.items():
        if pairs != our_maps.get(name):
            different = sorted(set(pairs) ^ set(our_maps.get(name, [])))
            raise Mismatch(f"map {name}: kernel and translated differ: {different[:8]}")


def write_fills(work, names):
    fills = []
    for name in sorted(FILL.keys() & set(names)):
        file = os.path.join(work, f"{name}.json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump(FILL[name], out)
        fills.append((name, file))
    return fills


def compare_program(options, path, program):
    """Empty maps first; then, where there is something to fill, filled ones."""
    executable = os.path.join(options.work, os.path.basename(path) + "." + program)
    run([os.path.join(options.build, "bin", "bpf-aot"), path, "-prog", program, "-target",
         options.target, f"-facts={options.facts}", "-exe", "-o", executable,
         *(["-facts-from=kernel"] if options.kernel_facts else [])])
    kernel = run_in_kernel(options, path, program, [])
    compare_runs(kernel, run_translated(options, executable, program, []))
    fills = write_fills(options.work, kernel[1])
    if fills:
        compare_runs(run_in_kernel(options, path, program, fills),
                     run_translated(options, executable, program, fills))
    return len(kernel[0]) * (2 if fills else 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--build", "--target", "--pcap", "--work"):
        parser.add_argument(name, required=True)
    parser.add_argument("--kernel-facts", action="store_true", help="use what its verifier finds")
    parser.add_argument("--facts", default="use", help="off, use or check, for bpf-aot")
    parser.add_argument("programs", nargs="+", metavar="OBJECT:PROGRAM")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    failures = 0
    for argument in options.programs:
        path, _, program = argument.rpartition(":")
        try:
            count = compare_program(options, path, program)
            uses.note_equal(options.build, options.work, options.target, path, program)
            print(f"{os.path.basename(path)} {program}: {count} packets equal", flush=True)
        except Mismatch as error:
            failures += 1
            print(f"{os.path.basename(path)} {program}: {error}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
