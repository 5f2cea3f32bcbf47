#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs recorded code of kernels by bpf-aot-diff and checks that it returns and leaves in packets and
maps what it did in the kernel, and that ours does so, too: check_runs.py TOOL WORK FOLDER TARGET... takes
the sources of FOLDER and the recordings of --recorded. Says what did not run, and why."""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "test/KernelJit"), str(ROOT / "test/Conformance")]
import programs
from targets import TARGETS


def compare(options, target, names):
    """The comparisons of a target's recording."""
    work = options.work / TARGETS[target].bpf_triple
    work.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not (work / f"{name}.o").exists():
            source = next(folder / f"{name}.c" for folder in options.sources
                          if (folder / f"{name}.c").exists())
            programs.compile_program(programs.Program(name, source, ()), target, work)
    recording = options.recorded / f"{target}.jit.gz"
    done = subprocess.run([options.tool, *(work / f"{name}.o" for name in names), "-target", target,
                           "-jit", recording, "-run", "-json"], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        sys.exit(f"{target}: {done.stderr.strip()}")
    return json.loads(done.stdout)["comparisons"]


def check(comparison):
    """What is wrong; empty: nothing."""
    differing = [run for run in comparison["runs"] if "differs" in run]
    for finding in comparison["findings"]:
        if finding["name"] in ("results-differ", "maps-differ"):
            return f"{finding['text']} {differing[:1]}"
    for run in comparison["runs"]:
        if len({run["recorded"], run["kernel"]["result"], run["own"]["result"]}) > 1:
            return f"{run}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("target", nargs="+")
    parser.add_argument("--sources", type=pathlib.Path, action="append", required=True)
    parser.add_argument("--recorded", type=pathlib.Path, required=True)
    parser.add_argument("--program", action="append", help="default: all of the sources")
    options = parser.parse_args()
    names = options.program or sorted(path.stem for folder in options.sources
                                      for path in folder.glob("*.c"))
    pairs = ran = runs = 0
    wrong = []
    for target in options.target:
        for comparison in compare(options, target, names):
            name = f"{target} {comparison['program']}"
            pairs += 1
            if "kernel_not_run" in comparison:
                print(f"{name}: {comparison['kernel_not_run']}")
                continue
            problem = check(comparison)
            wrong += [f"{name}: {problem}"] if problem else []
            ran += 1
            runs += len(comparison["runs"])
    print("\n".join([*wrong, f"{ran} of {pairs} pairs ran, {runs} runs, {len(wrong)} wrong"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
