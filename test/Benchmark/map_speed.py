#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nanoseconds of map operations on this machine: translated programs on the runtime's maps beside
the same programs in the kernel (BPF_PROG_TEST_RUN), in turns. Needs bpf(2)."""
import argparse
import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# name: map type, key words, flags, further definitions
MAPS = {
    "hash": (1, 1, 0, []),
    "hash16": (1, 4, 0, []),
    "lru_hash": (9, 1, 0, []),
    "lpm_trie": (11, 2, 1, ["-DLPM"]),
}
TITLES = {"hit": "lookup hit", "miss": "lookup miss", "change": "update existing",
          "cycle": "insert+delete"}


def run(*command):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def build(options, name, entries):
    kind, words, flags, more = MAPS[name]
    base = options.work / f"{name}-{entries}"
    definitions = [f"-DMAP_TYPE={kind}", f"-DKEY_WORDS={words}", f"-DENTRIES={entries}",
                   f"-DFLAGS={flags}", *more]
    bpf = base.with_suffix(".bpf.o")
    run("clang-22", "-O2", "-g", "-target", "bpfel", "-mcpu=v3", *definitions, "-c",
        HERE / "maps/map_ops.c", "-o", bpf)
    run(options.build / "bin/bpf-aot", bpf, "-target", "x86-64", *options.option, "-o",
        base.with_suffix(".o"))
    run("clang-22", "-O2", "-no-pie", "-pthread", f"-I{ROOT}/include", "-o", base,
        HERE / "maps/map_speed.c", base.with_suffix(".o"),
        options.build / "lib/bpf-aot/libbpf-aot-rt-x86-64.a")
    return base, bpf, words


def least(samples):
    """The least of every operation over several processes; less the loop around it."""
    best = {}
    for text in samples:
        for operation, ns, failures in (line.split() for line in text.splitlines()):
            best[operation] = min(best.get(operation, 1e18), float(ns))
            if int(failures):
                raise SystemExit(f"{failures} times {operation} did not do what it should")
    return {title: best[name] - best["nothing"] for name, title in TITLES.items()}


def measure(options, name, entries, threads):
    ours, bpf, words = build(options, name, entries)
    arguments = [entries, words, threads, options.rounds]
    samples = [], []
    for _ in range(options.repeat):
        samples[0].append(run(ours, *arguments))
        samples[1].append(run(options.work / "kernel", *arguments, bpf))
    return least(samples[0]), least(samples[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--map", action="append", choices=MAPS)
    parser.add_argument("--entries", action="append", type=int)
    parser.add_argument("--threads", action="append", type=int)
    parser.add_argument("--option", action="append", default=[], metavar="=-OPTION")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=3, help="processes of each side")
    parser.add_argument("--small-pages", action="store_true",
                        help="do not ask for huge pages, which the kernel's maps lie in")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    if not options.small_pages:
        os.environ["HUGE_PAGES"] = "1"
    options.work.mkdir(parents=True, exist_ok=True)
    run("clang-22", "-O2", "-pthread", "-DKERNEL", "-o", options.work / "kernel",
        HERE / "maps/map_speed.c", "-lbpf")
    rows = []
    print(f"{'map':10} {'entries':>8} {'threads':>7} {'operation':16} {'ours':>8} {'kernel':>8} ratio")
    for name in options.map or MAPS:
        for entries in options.entries or [1000, 100000, 1000000]:
            for threads in options.threads or [1, 2]:
                ours, kernel = measure(options, name, entries, threads)
                for title in ours:
                    ratio = ours[title] / kernel[title]
                    rows.append([name, entries, threads, title, ours[title], kernel[title], ratio])
                    print(f"{name:10} {entries:8} {threads:7} {title:16} {ours[title]:8.1f} "
                          f"{kernel[title]:8.1f} {ratio:5.2f}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
