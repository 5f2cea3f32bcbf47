#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All figures of the benchmark in one run: executed instructions and bytes per target, with facts and
without, beside clang -O2 and the kernel's JIT and interpreter; seconds and memory of translations;
nanoseconds on this machine beside clang and the kernel. Writes JSON and a page for a browser.
`cmake --build B --target bench` calls it; README.md says what is measured."""
import argparse
import json
import os
import pathlib
import sys
import time

import counting
import host_time
import kernel_figures
import measure
import packet_count
import packet_speed
import packets
import page
from report import mean
from toolchain import OURS, TARGETS, Failure, Program, Toolchain, run

FACTS = ("use", "off")
HOST = host_time.HOST


def quiet(line):
    print(line, file=sys.stderr, flush=True)


def executed(side):
    return side["executed"] + side["called"]


def choose(options, **changed):
    return argparse.Namespace(**{**vars(options), **changed})


def counts(options):
    """A row for each target and program: ours by -facts, clang's, what a kernel needs."""
    rows = {}
    for facts in FACTS:
        quiet(f"bench: executed instructions, -facts={facts}")
        found = measure.measure_all(choose(options, option=[f"-facts={facts}"],
                                           work=options.work / facts))
        for row in found:
            if row["error"]:
                raise Failure(f"{row['target']} {row['program']}: {row['error']}")
            merged = rows.setdefault((row["target"], row["program"]), {
                "target": row["target"], "program": row["program"], "group": row["group"],
                "clang": {"executed": executed(row["clang"]), "bytes": row["clang"]["bytes"]}})
            merged[f"facts_{facts}"] = {"executed": executed(row[OURS]), "bytes": row[OURS]["bytes"]}
    kernel = {target: kernel_figures.figures(target) for target in options.target}
    for (target, program), row in rows.items():
        row |= {mode: kernel[target].get(program, {}).get(mode, {}) for mode in kernel_figures.MODES}
    return list(rows.values())


def real(options):
    """Instructions a packet of xdp-tools' programs: there is no C of theirs to compile otherwise."""
    quiet("bench: programs of xdp-tools")
    rows = []
    for target in options.target:
        work = options.work / "real" / target
        work.mkdir(parents=True, exist_ok=True)
        chosen = choose(options, target=target, work=work, pcap=options.work / "packets.pcap",
                        plugin=options.plugin)
        for path, program in packet_speed.programs(work)[1:]:
            row, lines = {"target": target, "program": program}, []
            for facts in FACTS:
                own, called, output = packet_count.count(chosen, path, program, f"-facts={facts}")
                row[f"facts_{facts}"] = own + called
                lines.append(output)
            if lines[0] != lines[1]:
                raise Failure(f"{target} {program}: -facts=off gives other results")
            rows.append(row)
    return rows


def usage_of(command):
    """Seconds of CPU and bytes of memory at the highest."""
    begin = time.monotonic()
    process = os.posix_spawn(str(command[0]), [str(word) for word in command], os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise Failure(f"{command}: status {status}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - begin,
            "memory": usage.ru_maxrss * 1024}


def translations(options):
    quiet("bench: translations")
    rows = []
    for target in options.target:
        for program in measure.programs(options):
            bpf = options.work / "use" / target / f"{program.name}.bpf.o"
            rows.append({"target": target, "program": program.name} | usage_of(
                [options.build / "bin/bpf-aot", bpf, "-target", target, "-c", "-o", "/dev/null"]))
    return rows


def may_load(options):
    """Why bpf(2) is not to be had; empty: it is."""
    work = options.work / "kernel"
    work.mkdir(parents=True, exist_ok=True)
    path = packet_speed.programs(work)[0][0]
    try:
        run([options.build / "bin/bpf-jitdump", "-packet", "00" * 14, "-o", work / "empty.jit", path])
    except Failure as failure:
        return str(failure)
    return ""


def beside_clang(options, has_kernel):
    """Nanoseconds a run of ours, clang's and this kernel's JIT, in one process and in turns."""
    rows = {}
    for facts in FACTS:
        chosen = choose(options, option=[f"-facts={facts}"], rounds=100, repeat=3,
                        work=options.work / f"time-{facts}", kernel=has_kernel and facts == "use")
        chosen.work.mkdir(parents=True, exist_ok=True)
        toolchain = Toolchain(chosen, HOST)
        for program in measure.programs(options):
            (chosen.work / program.packets).write_bytes(
                (options.work / "use" / program.packets).read_bytes())
            row = host_time.measure(toolchain, Program(program.name, program.source, 2,
                                                       program.packets), chosen)
            merged = rows.setdefault(program.name, {"program": program.name, "group": row["group"]})
            merged[f"facts_{facts}"] = {name: row[name]["median"] for name in (OURS, "clang")}
            if "kernel" in row:
                merged["kernel"] = row["kernel"]
    return list(rows.values())


def beside_kernel(options):
    """Nanoseconds a run of ours and the kernel's JIT (BPF_PROG_TEST_RUN), in one process."""
    work = options.work / "kernel"
    work.mkdir(parents=True, exist_ok=True)
    chosen = choose(options, option=[], rounds=3, repeat=20000, fill=True, work=work,
                    pcap=options.work / "packets.pcap")
    rows = [packet_speed.measure(chosen, path, program)
            for path, program in packet_speed.programs(work)]
    return [{key: row[key] for key in ("program", "packets", "kernel", "ours")} for row in rows]


def host(options):
    quiet("bench: nanoseconds on this machine")
    absent = may_load(options)
    found = {"runs": beside_clang(options, not absent)}
    if absent:
        found["kernel_absent"] = absent
    else:
        found["packets"] = beside_kernel(options)
    return found


# Members of a row that stand beside clang's.
SIDES = ("facts_use", "facts_off", "jit", "hardened", "interpreter")


def ratios(rows, side, figure, by="clang"):
    return [row[side][figure] / row[by][figure] for row in rows if row[side].get(figure)]


def summary(result):
    """Geometric means a target, by clang's; of what kernels do not run, over the others."""
    lines = {}
    for target in dict.fromkeys(row["target"] for row in result["counts"]):
        rows = [row for row in result["counts"]
                if row["target"] == target and row["program"] != "empty"]
        lines[target] = {"kernel": kernel_figures.release(target)}
        for side in SIDES:
            for figure in ("executed", "bytes"):
                found = ratios(rows, side, figure)
                lines[target][f"{side} {figure}"] = mean(found) if found else None
                lines[target][f"{side} {figure} programs"] = len(found)
        lines[target] |= cost(row for row in result["translations"] if row["target"] == target)
    return lines


def cost(rows):
    """CPU time: mean; memory: at most."""
    rows = list(rows)
    return {"cpu": mean(row["cpu"] for row in rows), "cpu_most": max(row["cpu"] for row in rows),
            "memory": max(row["memory"] for row in rows)}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--target", action="append", choices=TARGETS)
    parser.add_argument("--program", action="append")
    parser.add_argument("--no-host", action="store_true", help="no nanoseconds")
    parser.add_argument("--no-real", action="store_true", help="no programs of xdp-tools")
    parser.add_argument("--json", type=pathlib.Path, help="default: WORK/bench.json")
    parser.add_argument("--html", type=pathlib.Path, help="default: WORK/bench.html")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    options.target = options.target or list(measure.DEFAULT_TARGETS)
    options.json = options.json or options.work / "bench.json"
    options.html = options.html or options.work / "bench.html"
    options.free, options.samples_start, options.max_ratio = False, 2, None
    options.plugin = options.work / "insncount.so"
    return options


def prepare(options):
    for facts in FACTS:
        (options.work / facts).mkdir(parents=True, exist_ok=True)
        for name, content in packets.GROUPS.items():
            (options.work / facts / f"{name}.packets").write_bytes(packets.to_file(content()))
        counting.build_plugin(options.work / facts / "insncount.so")
    counting.build_plugin(options.plugin)
    run([sys.executable, measure.HERE.parent / "Inputs/make_packets.py",
         options.work / "packets.pcap"])


def main():
    options = parse_arguments()
    try:
        prepare(options)
        result = {"counts": counts(options), "translations": translations(options),
                  "real": [] if options.no_real else real(options),
                  "host": {} if options.no_host else host(options)}
    except Failure as failure:
        print(f"bench.py: {failure}", file=sys.stderr)
        return 1
    result["summary"] = summary(result)
    options.json.write_text(json.dumps(result, indent=1) + "\n")
    options.html.write_text(page.make(result))
    print(page.text(result))
    print(f"{options.json}\n{options.html}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
