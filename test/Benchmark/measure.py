#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Executed instructions and code bytes of translated programs, beside clang -O2 of the same C and
the kernel's JIT, under qemu-user. Fails when results differ. README.md says what is measured."""
import argparse
import concurrent.futures
import json
import pathlib
import sys

import counting
import packets
import report
from toolchain import HERE, NATIVE, OURS, TARGETS, Failure, Program, Toolchain, sizes

DEFAULT_TARGETS = ("mipsel", "mips", "mips64el", "riscv32", "riscv64", "arm", "aarch64")
KERNEL = json.loads((HERE / "kernel_jit.json").read_text())


def programs(options):
    found = [Program(path.stem, path, options.samples_start, "samples.packets")
             for path in sorted((HERE / "samples").glob("*.c"))]
    found += [Program(path.stem, path, 2, "programs.packets")
              for path in sorted((HERE / "programs").glob("*.c"))]
    if options.program:
        unknown = set(options.program) - {program.name for program in found}
        if unknown:
            raise Failure(f"no such program: {' '.join(sorted(unknown))}")
        found = [program for program in found if program.name in options.program]
    return found


def one_side(toolchain, program, kind, options):
    object_path = toolchain.compile(program, kind)
    toolchain.link(program, kind)
    count = counting.count(toolchain, program, kind, options.work / "insncount.so",
                           options.work / program.packets)
    return count, sizes(object_path, kind)


def differences(ours, native, kernel):
    """What says that one of them computes something else; empty: nothing."""
    for number, (a, b) in enumerate(zip(ours.results, native.results, strict=True), 1):
        if a != b:
            return f"packet {number}: ours returns and leaves {a}, clang's {b}"
    wanted = kernel and kernel["result"]
    if wanted is not None and int(ours.results[0].split()[0], 16) != wanted:
        return f"ours returns {ours.results[0].split()[0]}, the kernel {wanted:08x}"
    return ""


def measure(toolchain, program, options):
    row = {"target": toolchain.target.name, "program": program.name,
           "group": program.source.parent.name}
    try:
        ours, ours_sizes = one_side(toolchain, program, OURS, options)
        native, native_sizes = one_side(toolchain, program, NATIVE, options)
    except Failure as failure:
        return row | {"error": str(failure)}
    kernel = None
    if row["group"] == "samples" and not options.free:
        kernel = KERNEL.get(toolchain.target.name, {}).get(program.name)
    for name, count, size in ((OURS, ours, ours_sizes), (NATIVE, native, native_sizes)):
        row[name] = {"executed": count.own, "called": count.called, "callees": count.callees,
                     "bytes": size.code, "constants": size.constants}
    row |= {"kernel": kernel, "ratio": ours.all / native.all,
            "bytes_ratio": ours_sizes.code / native_sizes.code,
            "error": differences(ours, native, kernel)}
    return row


def measure_all(options):
    """Rows in the order of targets and programs, whatever finishes first."""
    work = [(target, program) for target in options.target for program in programs(options)]
    toolchains = {target: Toolchain(options, target) for target in options.target}
    for toolchain in toolchains.values():
        for kind in (OURS, NATIVE):
            toolchain.compile_driver(kind)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return list(pool.map(lambda item: measure(toolchains[item[0]], item[1], options), work))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for all files")
    parser.add_argument("--target", action="append", choices=TARGETS)
    parser.add_argument("--program", action="append", help="only this one")
    parser.add_argument("--option", action="append", default=[], metavar="=-OPTION",
                        help="for bpf-aot, e.g. --option=-facts=off")
    parser.add_argument("--free", action="store_true",
                        help="unrolling and inlining are left to both compilers")
    parser.add_argument("--samples-start", type=int, choices=(0, 2), default=2,
                        help="where packets of the samples start modulo 8; default 2")
    parser.add_argument("--json", type=pathlib.Path, help="write the rows here as well")
    parser.add_argument("--max-ratio", type=float,
                        help="fail when a program executes more than this many times clang's")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    options.target = options.target or list(DEFAULT_TARGETS)
    return options


def main():
    options = parse_arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        counting.build_plugin(options.work / "insncount.so")
        for name, content in packets.GROUPS.items():
            (options.work / f"{name}.packets").write_bytes(packets.to_file(content()))
        rows = measure_all(options)
    except Failure as failure:
        print(f"measure.py: {failure}", file=sys.stderr)
        return 2
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(report.tables(rows))
    bad = report.failures(rows, options.max_ratio)
    print("\n".join(bad) if bad else f"results agree: {len(rows)} of {len(rows)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
