#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Gives bpf-jitdump objects that are cut off or damaged: it may refuse or load them, it must end."""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool")
    parser.add_argument("object", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    source, whole = random.Random(options.seed), options.object.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "damaged.o"
        for _ in range(options.count):
            data = bytearray(whole[:source.randrange(len(whole))] if source.random() < 0.3 else whole)
            for _ in range(source.randrange(4)):
                if data:
                    data[source.randrange(len(data))] = source.choice((0, 255, source.randrange(256)))
            path.write_bytes(data)
            done = subprocess.run([options.tool, "-o", f"{folder}/out.jit", path],
                                  capture_output=True, check=False, timeout=60)
            if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stderr):
                print(f"exit {done.returncode}: {done.stderr.decode()}")
                return 1
    print("every damaged object came to an end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
