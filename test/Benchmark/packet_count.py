#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions a packet that xdp-tools' programs, translated, execute on a target: with helpers in
line and with calls to the runtime. Counted are the program and what it calls of the runtime, not
the driver; maps are filled as in test/Kernel/compare.py. Beside them what the kernel's JIT made of them
(test/KernelJit/recorded/xdp-tools), with the runtime's helpers."""
import argparse
import json
import pathlib
import sys

import counting
import jit_replay
import packet_speed
from report import mean
from toolchain import HERE, TARGETS, Failure, run

RECORDED = jit_replay.RECORDED / "xdp-tools"
WAYS = ("-inline-helpers=off", "-inline-helpers=on")


def link(options, path, program, way):
    """As bpf-aot -exe does, with a map file."""
    stem = options.work / f"{program}{way}"
    translated = stem.with_suffix(".native.o")
    run([options.build / "bin/bpf-aot", "-target", options.target, "-prog", program, way, "-c",
         path, "-o", translated])
    run(["ld.lld-22", "-static", "-e", "_start", "-z", "noseparate-code", "--gc-sections",
         f"--Map={stem}.map", translated,
         options.build / f"lib/bpf-aot/libbpf-aot-rt-{options.target}.a", "-o", stem])
    return stem, translated.name


def count(options, path, program, way):
    executable, translated = link(options, path, program, way)
    maps, names = [], run([options.build / "bin/bpf-aot", "-target", options.target,
                           "-print=program", "-stop-after=program", path])
    for name, pairs in packet_speed.compare.FILL.items():
        if f"map {name}:" in names:
            file = options.work / f"{name}.json"
            file.write_text(json.dumps(pairs))
            maps += ["-map", f"{name}={file}"]
    counts = options.work / "counts"
    counts.unlink(missing_ok=True)
    lines = run([*(TARGETS[options.target].qemu or ("qemu-x86_64",)), "-plugin", f"{options.plugin},out={counts}",
                 executable, "-pcap", options.pcap, *maps, "-json"]).splitlines()
    totals = counting.by_owner(counts, counting.ranges(pathlib.Path(f"{executable}.map"),
                                                       translated))
    called = sum(number for owner, number in totals.items()
                 if owner.startswith(("maps_", "helpers_", "cpu", "run_")))
    return totals["program"] / len(lines), called / len(lines), lines


def by_jit(options, path):
    """What a kernel's code of it executes on these packets, with the runtime's helpers; None: not recorded."""
    try:
        row = jit_replay.replayed(options, options.target, [path], RECORDED).get(path.stem, {})
    except Failure:  # not of this kernel, or of another version of xdp-tools
        return None
    return row["executed"] + row.get("called", 0) if "executed" in row else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--target", default="mipsel")
    parser.add_argument("--max-ratio", type=float, help="fail when the mean is above it")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.pcap = options.work / "packets.pcap"
    options.plugin = options.work / "insncount.so"
    ratios = []
    try:
        counting.build_plugin(options.plugin)
        run([sys.executable, HERE.parent / "Inputs/make_packets.py", options.pcap])
        print(f"{options.target:18}{'calls':>10}{'in line':>10}{'ratio':>8}{'JIT':>10}")
        for path, program in packet_speed.programs(options.work)[1:]:
            sides = [count(options, path, program, way) for way in WAYS]
            if sides[0][2] != sides[1][2]:
                raise Failure(f"{program}: results differ")
            before, after = (own + called for own, called, _ in sides)
            ratios.append(after / before)
            jit = by_jit(options, path)
            print(f"{program:18}{before:10.1f}{after:10.1f}{ratios[-1]:8.3f}"
                  + (f"{jit:10.1f}" if jit else f"{'-':>10}"))
    except Failure as failure:
        print(f"packet_count.py: {failure}", file=sys.stderr)
        return 1
    print(f"{'mean':38}{mean(ratios):8.3f}")
    return int(options.max_ratio is not None and mean(ratios) > options.max_ratio)


if __name__ == "__main__":
    sys.exit(main())
