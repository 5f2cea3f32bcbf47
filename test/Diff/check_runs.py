#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs recorded code of kernels by bpf-aot-diff and checks that it returns and leaves in packets and
maps what it did in the kernel, and that ours does so, too: check_runs.py TOOL WORK TARGET... takes a set of
test/KernelJit/programs.py and the recordings of it. Says what did not run, and why."""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "test/KernelJit"), str(ROOT / "test/Conformance")]
import jit
import programs
from targets import TARGETS


def compare(options, target, chosen):
    """The comparisons of a target's recording."""
    folder = ROOT / "test/KernelJit/recorded" / ("" if options.set == "benchmark" else options.set)
    recording = folder / f"{target}.jit.gz"
    recorded = {record["prog"] for record in jit.read(recording) if "prog" in record}
    chosen = [program for program in chosen if program.name in recorded]
    work = options.work / TARGETS[target].bpf_triple
    work.mkdir(parents=True, exist_ok=True)
    for program in chosen:
        path = work / f"{program.source.stem}.o"
        if not path.exists():
            path.write_bytes(programs.compile_program(program, target, work))
    done = subprocess.run([options.tool, *(work / f"{program.source.stem}.o" for program in chosen), "-target", target,
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
    parser.add_argument("--set", choices=programs.SETS, default="benchmark")
    parser.add_argument("--program", action="append", help="default: all of the set")
    options = parser.parse_args()
    chosen = [program for program in programs.SETS[options.set]()
              if program.name in (options.program or [program.name])]
    pairs = ran = runs = 0
    wrong = []
    for target in options.target:
        for comparison in compare(options, target, chosen):
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
