#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Dumps Inputs/every-kind.o on this machine and compares with what its source says:
dump.py TOOL OBJECT FILE"""
import pathlib
import subprocess
import sys

import jit

# What Inputs/every-kind.c computes, run after run.
PACKETS = ("00112233445566778899aabbccddeeff", "ff112233445566778899aabbccddeeff")
TABLE = (3, 1, 4, 1, 5, 9, 2, 6)


def expected():
    return [1000 * run + TABLE[int(packet[:2], 16) & 7] + 100 * run
            for run, packet in enumerate(PACKETS, 1)]


def main():
    tool, source, path = sys.argv[1:]
    command = [tool, "-o", path, "-repeat", "1"]
    for packet in PACKETS:
        command += ["-packet", packet]
    subprocess.run([*command, source], check=True)
    records = jit.parse(pathlib.Path(path).read_text().splitlines())
    program = next(record for record in records if "prog" in record)
    assert program["errno"] == 0, program["log"]
    assert [function["name"] for function in program["functions"]] == ["main_prog", "pick"]
    assert len(program["insns"]) % 16 == 0 and len(bytes.fromhex(program["tag"])) == 8
    assert sorted(entry["name"] for entry in program["maps"]) == [".bss", ".rodata", "seen"]
    assert sum(program["func_lens"]) == len(program["jited"]) // 2
    if program["jited"]:
        for start, length, function in zip(program["ksyms"], program["func_lens"],
                                           program["functions"]):
            low = int(start, 16)
            here = [int(address, 16) for _, _, address in program["lines"]
                    if low <= int(address, 16) < low + length]
            assert here and here == sorted(here), function
    assert program["lines"][0][:2] == [0, 0]
    runs = [record["retval"] for record in records if "run" in record]
    assert runs == expected(), (runs, expected())
    print(f"dumped: {len(program['lines'])} insns, {len(program['jited']) // 2} bytes")


if __name__ == "__main__":
    main()
