#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Disassembly of what measure.py ran, with how often each instruction was executed a packet.

annotate.py WORK TARGET PROGRAM [ours|clang]   WORK as measure.py's --work; both sides by default"""
import pathlib
import re
import sys

from counting import ranges
from toolchain import NATIVE, OURS, run

LINE = re.compile(r"\s*([0-9a-f]+):\s+(.*)")


def packets_of(work):
    """The program ran once for each line of the driver's output; the plugin counted all runs."""
    content = work.read_bytes()
    count = at = 0
    while at + 2 <= len(content):
        at += 2 + int.from_bytes(content[at:at + 2], "big")
        count += 1
    return count


def annotate(executable, runs):
    counts = {}
    for line in executable.with_name(executable.name + ".counts").read_text().splitlines():
        address, count = line.split()
        counts[int(address, 16)] = int(count) / runs
    areas = [area for area in ranges(executable.with_name(executable.name + ".map"),
                                     executable.name + ".o") if area[2] != "around"]
    code = run(["llvm-objdump-22", "-d", "--no-show-raw-insn", executable])
    for line in code.splitlines():
        match = LINE.match(line)
        if line.endswith(">:"):
            inside = any(first <= int(line.split()[0], 16) < end for first, end, _ in areas)
            print("\n" + line if inside else "", end="\n" if inside else "")
        elif match and any(first <= int(match.group(1), 16) < end for first, end, _ in areas):
            print(f"{counts.get(int(match.group(1), 16), 0):10.2f}  {match.group(0).strip()}")


def main():
    if len(sys.argv) not in (4, 5):
        print(__doc__, file=sys.stderr)
        return 2
    work, target, program = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    group = "samples" if (pathlib.Path(__file__).parent / f"samples/{program}.c").exists() \
        else "programs"
    for kind in sys.argv[4:] or (OURS, NATIVE):
        annotate(work / target / f"{program}.{kind}", packets_of(work / f"{group}.packets"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
