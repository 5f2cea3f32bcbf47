# SPDX-License-Identifier: Apache-2.0
"""Feeds noise to a command that reads classic programs: classic.py SEED COUNT -- COMMAND [ARGUMENT...]

Random bytes, insns with valid codes and random rest, damaged text of tcpdump -ddd. The command gets the path as its
last argument and must accept or refuse as mutate.py says."""
import os
import random
import sys
import tempfile

import mutate

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Classic"))
import every_code
import generate

CODES = [insn[0] for insn in every_code.program()]


def noise(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randbytes(rng.randrange(80))
    if kind == 1:
        insns = [(rng.choice(CODES), rng.choice([0, 0, rng.randrange(256)]), rng.choice([0, 1, rng.randrange(256)]),
                  rng.choice(mutate.INTERESTING + [rng.randrange(16), 0xFFFFF000 + rng.randrange(80)]))
                 for _ in range(rng.randrange(12))]
        return generate.binary(insns + [(rng.choice([6, 22, 22, 5]), 0, 0, 1)], rng.randrange(2))
    text = bytearray(generate.text(generate.program(rng)).encode())
    for _ in range(rng.choice([0, 1, 3])):
        text[rng.randrange(len(text))] = rng.choice(b"0123456789 \n,-x\0")
    return bytes(text[:rng.randrange(len(text) + 1)]) if kind == 2 else bytes(text)


def main():
    rng, count, command = random.Random(int(sys.argv[1])), int(sys.argv[2]), sys.argv[4:]
    print(f"seed {sys.argv[1]}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "noise")
        for number in range(count):
            data = noise(rng)
            with open(path, "wb") as file:
                file.write(data)
            wrong = mutate.complaint(command, path, 60)
            if wrong:
                sys.exit(f"input {number}, {data.hex()}: {wrong}")


if __name__ == "__main__":
    main()
