#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every suite on every target, in the modes of the table: every.py --build BUILD [TARGET...]

Prints what `run` says last, and what failed; the last line is `N runs, M failed`."""
import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Conformance"), str(HERE.parent / "tools")]

import host
from targets import TARGETS

MODES = [
    "--suite test_bpf --small",
    "--suite test_bpf --small --opt O0",
    "--suite test_bpf --small --facts check",
    "--suite test_bpf --giant --fold",
    "--suite verifier",
    "--suite tailcalls",
    "--suite maps",
]
BESIDE_THE_KERNEL = [
    "--suite test_bpf --small --oracle",
    "--suite verifier --oracle",
    "--suite tailcalls --oracle",
]


def modes(target):
    asks = host.can_load_bpf() and not TARGETS[target].big_endian
    return MODES + (BESIDE_THE_KERNEL if asks else [])


def run(mode, target, build):
    command = [HERE / "run", *mode.split(), "--target", target, "--build", build]
    done = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    lines = done.stdout.splitlines() or done.stderr.splitlines() or ["said nothing"]
    for line in lines:
        if line.startswith("FAILED"):
            print(line)
    print(f"{lines[-1]} ({mode})", flush=True)
    return done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    options = parser.parse_args()
    for target in options.targets:
        if target not in TARGETS:
            parser.error(f"no target {target}")
    codes = [run(mode, target, options.build) for target in options.targets or TARGETS
             for mode in modes(target)]
    failed = sum(code != 0 for code in codes)
    print(f"{len(codes)} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
