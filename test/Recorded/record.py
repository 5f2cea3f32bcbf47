#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks this machine's kernel and writes answers/: record.py --build BUILD --work DIR [NAME...]

An answer: {"kernel": release, "digest": of program and packets, "packets": [[retval, out], ...] (out
null: the packet as it came), "maps": {name: [[key, value], ...]}}; -check only compares."""
import argparse
import json
import os
import subprocess
import sys

import recorded


def ask(build, work, program):
    path = os.path.join(work, f"{program.name}.o")
    recorded.compile_for(program, "bpfel", path)
    capture, fills = recorded.write_inputs(program, work, False)
    result = subprocess.run([os.path.join(build, "bin", "kernel_run"), path, "prog", capture,
                             *(f"{name}={file}" for name, file in fills)],
                            capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{program.name}: {result.stderr}")
    *runs, last = map(json.loads, result.stdout.splitlines())
    inputs = [packet.hex() for packet in program.packets()]
    return {
        "kernel": os.uname().release,
        "digest": program.digest(),
        "packets": [[run["retval"], None if run["out"] == packet else run["out"]]
                    for run, packet in zip(runs, inputs, strict=True)],
        "maps": {name: sorted(last["maps"][name]) for name in program.maps},
    }


def to_text(answer):
    """A packet and a map a line, so that a change shows where it is."""
    rows = ",\n".join(json.dumps(row) for row in answer["packets"])
    maps = ",\n".join(f"{json.dumps(name)}: {json.dumps(pairs)}"
                      for name, pairs in answer["maps"].items())
    return (f'{{"kernel": "{answer["kernel"]}", "digest": "{answer["digest"]}",\n'
            f'"packets": [\n{rows}],\n"maps": {{\n{maps}}}}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--check", action="store_true", help="compare with what is recorded")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    failures = 0
    for program in recorded.programs():
        if options.names and program.name not in options.names:
            continue
        answer = ask(options.build, options.work, program)
        if not options.check:
            program.answers_path().write_text(to_text(answer), encoding="utf-8")
        elif {**program.answers(), "kernel": ""} != {**answer, "kernel": ""}:
            failures += 1
            print(f"{program.name}: this kernel's answer is not the recorded one")
    if options.check:
        print(f"{len(recorded.programs()) - failures} answers as recorded, {failures} not")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
