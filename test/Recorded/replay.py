#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the programs translated for a target and compares with what a kernel answered:

    replay.py --build BUILD --work DIR --target T [--option=OPTION]... [NAME...]

Per program: how many packets are equal (return value and bytes), and whether the maps are."""
import argparse
import json
import os
import subprocess
import sys

import recorded

sys.path.append(str(recorded.HERE.parent / "Conformance"))
sys.path.append(str(recorded.HERE.parent / "Kernel"))
from compare import read_dump
from targets import TARGETS
import uses


class Failed(Exception):
    pass


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Failed(f"exit code {result.returncode}: {result.stderr.strip()}")
    return result.stdout.splitlines()


def run_translated(options, program):
    target = TARGETS[options.target]
    path = os.path.join(options.work, program.name)
    recorded.compile_for(program, target.bpf_triple, path + ".o")
    run([os.path.join(options.build, "bin", "bpf-aot"), path + ".o", "-target", options.target,
         "-exe", "-o", path, *options.option])
    capture, fills = recorded.write_inputs(program, options.work,
                                           target.bpf_triple == "bpfeb")
    command = [*target.qemu, path, "-prog", "prog", "-pcap", capture,
               *(word for name, file in fills for word in ("-map", f"{name}={file}"))]
    runs = [json.loads(line) for line in run([*command, "-json"])]
    maps = read_dump(run([*command, "-dump-maps"]))
    if target.bpf_triple == "bpfeb":
        maps = {name: recorded.turn_pairs(maps[name], program.maps[name])
                for name in program.maps if name in maps}
    return runs, maps


def compare(program, answers, runs, maps):
    """How many packets and maps are equal; the first difference of each kind."""
    inputs, differences = [packet.hex() for packet in program.packets()], []
    equal = 0
    for number, (answer, ours, packet) in enumerate(
            zip(answers["packets"], runs, inputs, strict=True)):
        wanted = [answer[0], packet if answer[1] is None else answer[1]]
        found = [ours["retval"], ours["out"]]
        equal += wanted == found
        if wanted != found:
            differences.append(f"packet {number}: kernel {wanted}, translated {found}")
    same = 0
    for name, pairs in answers["maps"].items():
        ours = sorted(map(list, maps.get(name, [])))
        same += ours == sorted(pairs)
        if ours != sorted(pairs):
            differences.append(f"map {name}: kernel {pairs[:6]}, translated {ours[:6]}")
    return equal, same, differences[:3]


def replay(options, program):
    """(packets equal, packets, maps equal, maps)"""
    answers = program.answers()
    if answers["digest"] != program.digest():
        raise Failed("the program or its packets changed since the answers were recorded")
    equal, same, differences = compare(program, answers, *run_translated(options, program))
    if not differences:
        uses.note_equal(options.build, options.work, options.target,
                        os.path.join(options.work, program.name + ".o"))
    counts = equal, len(answers["packets"]), same, len(answers["maps"])
    print(f"{program.name}: {counts[0]} of {counts[1]} packets, {counts[2]} of {counts[3]} maps")
    for difference in differences:
        print(f"  {difference}")
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--build", "--work", "--target"):
        parser.add_argument(name, required=True)
    parser.add_argument("--option", action="append", default=[], help="for bpf-aot")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    total, failures = [0, 0, 0, 0], 0
    for program in recorded.programs():
        if options.names and program.name not in options.names:
            continue
        try:
            total = [a + b for a, b in zip(total, replay(options, program))]
        except (Failed, subprocess.CalledProcessError) as error:
            failures += 1
            print(f"{program.name}: {error}")
    print(f"{options.target}: {total[0]} of {total[1]} packets and {total[2]} of {total[3]} maps "
          f"equal, {failures} programs failed")
    return 0 if not failures and total[0] == total[1] and total[2] == total[3] else 1


if __name__ == "__main__":
    sys.exit(main())
