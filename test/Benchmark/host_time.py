#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nanoseconds a run on this machine: translated code beside clang -O2 of the same C and, with
--kernel, BPF_PROG_TEST_RUN, in one process and in turns, so that ratios hold on a busy machine too."""
import argparse
import json
import pathlib
import sys

import packets
from report import CALIBRATION, mean
from toolchain import HERE, NATIVE, OURS, ROOT, Failure, Program, Toolchain, run

HOST, KERNEL = "x86-64", "kernel"


def build(toolchain, program):
    renamed = []
    for kind, name in ((OURS, "prog_translated"), (NATIVE, "prog_native")):
        path = toolchain.compile(program, kind)
        renamed.append(path.with_suffix(".renamed.o"))
        run(["llvm-objcopy-22", f"--redefine-sym=prog={name}", path, renamed[-1]])
    executable = toolchain.work / f"{program.name}.time"
    run(["clang-22", "-O2", "-no-pie", "-fuse-ld=lld-22", f"-I{ROOT}/include", "-o", executable,
         HERE / "time_driver.c", *renamed,
         toolchain.build / f"lib/bpf-aot/libbpf-aot-rt-{HOST}.a", "-lbpf"])
    return executable


def measure(toolchain, program, options):
    """Of some runs the one with the least medians: what disturbs only makes slower."""
    executable = build(toolchain, program)
    best = {}
    kernel = [toolchain.work / f"{program.name}.bpf.o"] if options.kernel else []
    for _ in range(options.repeat):
        lines = [line.split() for line in run([executable, options.work / program.packets,
                                               options.rounds, *kernel]).splitlines()]
        if lines[0][2] != lines[1][2]:
            raise Failure(f"{program.name}: results differ: {lines[0][2]} and {lines[1][2]}")
        if kernel:
            best[KERNEL] = min(best.get(KERNEL, float("inf")), float(lines.pop()[0]))
        for kind, (median, least, _) in zip((OURS, NATIVE), lines, strict=True):
            seen = best.setdefault(kind, {"median": float(median), "least": float(least)})
            seen["median"] = min(seen["median"], float(median))
            seen["least"] = min(seen["least"], float(least))
    return {"program": program.name, "group": program.source.parent.name, **best,
            "ratio": best[OURS]["median"] / best[NATIVE]["median"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--option", action="append", default=[], metavar="=-OPTION")
    parser.add_argument("--program", action="append")
    parser.add_argument("--free", action="store_true")
    parser.add_argument("--kernel", action="store_true", help="this kernel's JIT, too; needs bpf(2)")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=5, help="processes a program")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    toolchain = Toolchain(options, HOST)
    rows = []
    try:
        for group, content in packets.GROUPS.items():
            (options.work / f"{group}.packets").write_bytes(packets.to_file(content()))
            for path in sorted((HERE / group).glob("*.c")):
                if not options.program or path.stem in options.program:
                    program = Program(path.stem, path, 2, f"{group}.packets")
                    rows.append(measure(toolchain, program, options))
    except Failure as failure:
        print(f"time.py: {failure}", file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(f"{'ns a run, median':18}{'ours':>9}{'clang':>9}{'ratio':>8}{'kernel':>9}")
    for row in rows:
        kernel = f"{row[KERNEL]:9.2f}" if KERNEL in row else ""
        print(f"{row['program']:18}{row[OURS]['median']:9.2f}{row[NATIVE]['median']:9.2f}"
              f"{row['ratio']:8.3f}{kernel}")
    for group in [*packets.GROUPS, None]:
        chosen = [row["ratio"] for row in rows
                  if group in (None, row["group"]) and row["program"] != CALIBRATION]
        if chosen:
            print(f"{'mean ' + (group or 'all'):36}{mean(chosen):8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
