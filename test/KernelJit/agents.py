#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starts the bpf-jitdump of every target under qemu-user: agents.py BUILD"""
import pathlib
import shutil
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Conformance"))
from targets import TARGETS


def problem(target, build):
    if target.qemu and not shutil.which(target.qemu[0]):
        return f"no {target.qemu[0]}"
    agent = f"{build}/bin/bpf-jitdump-{target.name}"
    for option, wanted in (("-help", "usage: bpf-jitdump"), ("-version", f"for {target.name}\n")):
        done = subprocess.run([*target.qemu, agent, option], capture_output=True, text=True,
                              check=False)
        if done.returncode or wanted not in done.stdout:
            return f"{option}: exit {done.returncode}: {done.stdout}{done.stderr}"
    done = subprocess.run([*target.qemu, agent, "-raw", "/nowhere", "-type", "XDP"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 1 or "/nowhere: cannot open: errno 2" not in done.stderr:
        return f"a missing file: exit {done.returncode}: {done.stderr}"
    return ""


def main():
    wrong = 0
    for target in TARGETS.values():
        text = problem(target, sys.argv[1])
        wrong += bool(text)
        print(f"{target.name}: {text or 'starts'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
