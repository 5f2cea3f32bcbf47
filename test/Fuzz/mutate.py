#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds damaged copies of real objects to a command, which must reject or accept each properly.

    mutate.py [-seed N] [-count N] [-timeout SECONDS] OBJECT... -- COMMAND [ARGUMENT...]

COMMAND gets the path of the damaged file as its last argument. It must end by itself with exit
code 0, 1 or 2, and say something on stderr unless the code is 0. What breaks that is kept.
"""
import argparse
import os
import random
import struct
import subprocess
import sys
import tempfile

INTERESTING = [0, 1, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
ELF_HEADER_BYTES = 64


def section_headers(data):
    """Start and end of the section header table, where damage goes deepest."""
    order = ">" if data[5] == 2 else "<"
    (start,) = struct.unpack_from(order + "Q", data, 40)
    (count,) = struct.unpack_from(order + "H", data, 60)
    return start, min(len(data), start + 64 * count)


def pick_offset(rng, data, table):
    kind = rng.randrange(8)
    if kind == 0:
        return rng.randrange(ELF_HEADER_BYTES)
    if kind <= 2 and table[0] < table[1]:
        return rng.randrange(*table)
    return rng.randrange(len(data))


def damage(rng, original):
    data = bytearray(original)
    table = section_headers(original)
    for _ in range(rng.choice([1, 1, 1, 2, 4, 16])):
        at = pick_offset(rng, data, table)
        kind = rng.randrange(4)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at] = rng.randrange(256)
        else:
            size = rng.choice([2, 4, 8])
            at -= at % size
            value = rng.choice(INTERESTING + [len(data), rng.randrange(len(data))])
            data[at : at + size] = (value & (1 << 8 * size) - 1).to_bytes(size, rng.choice(["little", "big"]))
    if rng.randrange(16) == 0:
        del data[rng.randrange(len(data)) :]
    return bytes(data)


def complaint(command, path, timeout):
    """What the command did wrong with this file, or None."""
    try:
        run = subprocess.run(
            command + [path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return f"still running after {timeout} s"
    said = run.stderr.decode(errors="replace")
    if run.returncode not in (0, 1, 2):
        return f"exit code {run.returncode}\n{said[-4000:]}"
    if "runtime error" in said or "AddressSanitizer" in said:
        return said[-4000:]
    if run.returncode != 0 and not said.strip():
        return f"exit code {run.returncode} without a message"
    return None


def main():
    arguments = sys.argv[1:]
    if "--" not in arguments:
        sys.exit(__doc__)
    command = arguments[arguments.index("--") + 1 :]
    parser = argparse.ArgumentParser(description="damages objects", allow_abbrev=False)
    parser.add_argument("-seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("-count", type=int, default=1000, help="damaged copies of each object")
    parser.add_argument("-timeout", type=float, default=20)
    parser.add_argument("objects", nargs="+")
    options = parser.parse_args(arguments[: arguments.index("--")])
    print(f"seed {options.seed}", flush=True)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.objects:
            with open(name, "rb") as file:
                original = file.read()
            for number in range(options.count):
                rng = random.Random(f"{options.seed}/{os.path.basename(name)}/{number}")
                path = os.path.join(folder, "damaged.o")
                with open(path, "wb") as file:
                    file.write(damage(rng, original))
                problem = complaint(command, path, options.timeout)
                if problem:
                    failures += 1
                    kept = f"damaged-{options.seed}-{number}-{os.path.basename(name)}"
                    os.replace(path, kept)
                    print(f"{kept}: {problem}", flush=True)
    print(f"{len(options.objects) * options.count} files, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
