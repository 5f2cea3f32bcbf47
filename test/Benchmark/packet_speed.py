#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nanoseconds a packet of xdp-tools' programs: translated beside this kernel's BPF_PROG_TEST_RUN
with the same packets and maps, in one process and in turns. "empty" returns at once: what both
loops cost; "net" is the ratio without it."""
import argparse
import json
import pathlib
import sys

from report import mean
from toolchain import HERE, ROOT, Failure, run

sys.path += [str(HERE.parent / name) for name in ("Kernel", "tools")]
import compare
import host

EMPTY = """
__attribute__((section("xdp"), used)) int empty(void *ctx) { return 2; }
char gpl[] __attribute__((section("license"), used)) = "GPL";
"""


def programs(work):
    source, empty = work / "empty.c", work / "empty.o"
    source.write_text(EMPTY)
    run(["clang-22", "-O2", "-g", "-target", "bpfel", "-c", source, "-o", empty])
    tools = pathlib.Path(host.xdp_tools_dir())
    return [(empty, "empty"), (tools / "xdp-dispatcher.o", "xdp_dispatcher"),
            (tools / "xsk_def_xdp_prog.o", "xsk_def_prog"),
            *((path, path.stem) for path in sorted(tools.glob("xdpfilt_*.o")))]


def build(options, path, program):
    translated = options.work / f"{program}.native.o"
    executable = options.work / program
    run([options.build / "bin/bpf-aot", "-target", "x86-64", "-prog", program, *options.option,
         "-c", path, "-o", translated])
    run(["clang-22", "-D_GNU_SOURCE", "-O2", "-Wall", "-Werror", "-no-pie", "-fuse-ld=lld-22", f"-I{ROOT}/include",
         HERE / "packet_driver.c", translated,
         options.build / "lib/bpf-aot/libbpf-aot-rt-x86-64.a", "-lbpf", "-o", executable])
    return executable


def fills(options, path):
    names = run([options.build / "bin/bpf-aot", "-target", "x86-64", "-print=program",
                 "-stop-after=program", path])
    return [f"{name}={key}:{value}" for name, pairs in compare.FILL.items()
            for key, value in pairs if f"map {name}:" in names]


def measure(options, path, program):
    executable = build(options, path, program)
    entries = fills(options, path) if options.fill else []
    lines = run([executable, path, program, options.pcap, options.rounds, options.repeat,
                 *entries]).splitlines()
    rows = [line.split() for line in lines]
    return {"program": program, "packets": len(rows),
            "kernel": sum(float(row[2]) for row in rows) / len(rows),
            "ours": sum(float(row[3]) for row in rows) / len(rows),
            "each": [[int(row[0]), int(row[1]), float(row[2]), float(row[3])] for row in rows]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--pcap", type=pathlib.Path, help="default: make_packets.py's")
    parser.add_argument("--option", action="append", default=[], metavar="=-OPTION")
    parser.add_argument("--program", action="append")
    parser.add_argument("--no-fill", dest="fill", action="store_false", help="maps stay empty")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=50000)
    parser.add_argument("--max-ratio", type=float, help="fail above it")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.pcap:
        options.pcap = options.work / "packets.pcap"
        run([sys.executable, HERE.parent / "Inputs/make_packets.py", options.pcap])
    try:
        rows = [measure(options, path, program) for path, program in programs(options.work)
                if not options.program or program in (*options.program, "empty")]
    except Failure as failure:
        print(f"packet_speed.py: {failure}", file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    empty, *rows = rows
    print(f"{'ns a packet':18}{'ours':>9}{'kernel':>9}{'ratio':>8}{'net':>8}")
    print(f"{'empty':18}{empty['ours']:9.2f}{empty['kernel']:9.2f}")
    for row in rows:
        row["ratio"] = row["ours"] / row["kernel"]
        of_kernel = row["kernel"] - empty["kernel"]
        net = f"{(row['ours'] - empty['ours']) / of_kernel:8.3f}" if of_kernel > 1 else ""
        print(f"{row['program']:18}{row['ours']:9.2f}{row['kernel']:9.2f}{row['ratio']:8.3f}{net}")
    print(f"{'mean':36}{mean([row['ratio'] for row in rows]):8.3f}")
    return int(options.max_ratio is not None
               and any(row["ratio"] > options.max_ratio for row in rows))


if __name__ == "__main__":
    sys.exit(main())
