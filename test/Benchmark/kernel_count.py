#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions a packet that real kernels execute for the benchmark's programs: JIT on, off (the
interpreter) and hardened. Boots the kernels of test/KernelJit under qemu-system with a plugin that
counts; writes kernel_counts.json. README.md says what is counted."""
import argparse
import dataclasses
import json
import pathlib
import sys

import counting
import jit_replay
from toolchain import HERE, Failure, run

sys.path.insert(0, str(HERE.parent / "KernelJit"))
import archive
import emulator
import jit
import kernels
import programs
from machines import MACHINES
from run import MODES, check_tools

COUNTS = HERE / "kernel_counts.json"
NOTHING, LOOP, REPEAT = "nothing", "loop", 101
PLACES = 3  # a mean of 24 packets


def nothing(all_programs):
    """The program that does nothing, on everybody's packets."""
    inputs = dict.fromkeys(packet for program in all_programs for packet in program.packets)
    return programs.Program(NOTHING, HERE / "samples/empty.c", tuple(inputs), "prog")


class Machine:
    """Boots a machine and pairs what the agent says of runs with what the plugin counted."""

    def __init__(self, options, target):
        self.options, self.target = options, target
        self.folder = kernels.get(MACHINES[target], options.cache)
        self.agent = options.build / f"bin/bpf-jitdump-{target}"
        self.counts = options.work / f"{target}.counts"
        symbols = run(["llvm-nm-22", self.agent]).splitlines()
        mark = next(line.split()[0] for line in symbols if line.endswith(" bpf_jitdump_mark"))
        plugin = f"{options.work / 'markcount.so'},out={self.counts},mark={mark}"
        # Time goes by instructions, so that a run has few interrupts, and the same ones each time.
        self.machine = dataclasses.replace(MACHINES[target], qemu=(
            *MACHINES[target].qemu, "-icount", "shift=0,sleep=off", "-plugin", plugin))

    def _spans(self):
        marks = [int(line) for line in self.counts.read_text().split()]
        return [end - begin for begin, end in zip(marks[::2], marks[1::2])]

    def boot(self, files, jobs):
        """Records, (program, what was run, packet, instructions) of runs, number of the job begun last."""
        data = archive.make([*files, ("jobs", ("\n".join(jobs) + "\n").encode())])
        log = self.options.work / f"{self.target}.console"
        result = emulator.boot(self.machine, self.folder, data, log, self.options.silence)
        records, spans, runs = [jit.line(text) for text in result.lines], iter(self._spans()), []
        waiting = []
        for record in [*records, {"prog": None}]:
            if "run" in record:
                waiting.append(record)
            elif "prog" in record and waiting:
                next(spans)  # of -beside alone
                for of in waiting:
                    runs.append((of["run"], NOTHING, of["in"], next(spans)))
                    runs.append((of["run"], of["run"], of["in"], next(spans)))
                repeated = [of for of in waiting if of["repeat"] > 1]
                runs += [(of["run"], LOOP, of["in"], next(spans)) for of in repeated]
                waiting = []
        return records, runs, result.job

    def do(self, files, jobs):
        """Behind a program that does not end the machine is booted again."""
        records, runs, hung = [], [], 0
        while jobs and hung < self.options.hangs:
            found, counted, job = self.boot(files, jobs)
            records += found
            runs += counted
            if found and found[-1].get("end"):
                break
            print(f"{self.target}: does not end: {jobs[job].split()[-1]}", flush=True)
            jobs = [line for line in jobs[job + 1:] if line.split()[-1] != jobs[job].split()[-1]]
            hung += 1
        return records, runs


def least(runs):
    """Of the runs of a program on a packet the one that no interrupt disturbed."""
    found = {}
    for program, what, packet, count in runs:
        key = program, what, packet
        found[key] = min(count, found.get(key, count))
    return found


def count_mode(options, machine, files, mode, all_programs):
    """Records, (program, packet) -> instructions beyond those of `nothing`, and those of `nothing` in a loop."""
    words = (*MODES[mode][1], "-beside", f"/p/{NOTHING}.o")
    calibration = nothing(all_programs)
    jobs = [programs.job(calibration, f"/p/{NOTHING}.o", (*words, "-repeat", str(REPEAT)))]
    jobs += [programs.job(program, f"/p/{program.name}.o", words) for program in all_programs]
    records, runs = machine.do(files, jobs * options.tries)
    counts = least(runs)
    # Behind the last run the mean time is computed: a few instructions in a hundred runs.
    loop = round(min(count - counts[NOTHING, NOTHING, packet]
                     for (_, what, packet), count in counts.items() if what == LOOP) / (REPEAT - 1))
    beyond = {(program, packet): count - counts[program, NOTHING, packet]
              for (program, what, packet), count in counts.items() if what == program != NOTHING}
    return records, beyond, loop


def of_target(options, target, all_programs):
    check_tools(MACHINES[target])
    machine = Machine(options, target)
    files = [("init", machine.agent.read_bytes())]
    files += [(f"p/{program.name}.o", programs.compile_program(program, target, options.work))
              for program in [nothing(all_programs), *all_programs]]
    replayed = jit_replay.replayed(options, target,
                                   [options.work / f"{program.name}.o" for program in all_programs])
    result, base = {"release": "", "programs": {}}, None
    for mode in MODES:
        records, beyond, loop = count_mode(options, machine, files, mode, all_programs)
        result["release"] = records[0]["release"]
        base = loop - replayed["empty"]["executed"] if base is None else base
        native = {record["prog"] for record in records if record.get("jited")}
        for program in all_programs:
            counts = [count for (name, _), count in beyond.items() if name == program.name]
            if len(counts) == len(program.packets) and (mode == "off" or program.name in native):
                mean = sum(counts) / len(counts) + loop - base
                result["programs"].setdefault(program.name, {})[mode] = round(mean, PLACES)
        print(f"{target} {mode}: {result['release']}: a run of nothing: {loop - base:g}", flush=True)
    compare(target, result["programs"], replayed)
    return result


def compare(target, found, replayed):
    """Images that call nothing were replayed in user mode: both counts must be the same."""
    same, other = 0, []
    for name, row in found.items():
        wanted = replayed.get(name, {}).get("executed")
        if wanted is not None and "on" in row:
            same += abs(row["on"] - wanted) < 0.01
            if abs(row["on"] - wanted) >= 0.01:
                other.append(f"{name} {row['on']:g}, replayed {wanted:g}")
    print(f"{target}: {same} counts are those of the replayed image; {'; '.join(other)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path,
                        default=pathlib.Path.home() / ".cache/bpf-aot-kernels")
    parser.add_argument("--target", action="append", choices=MACHINES)
    parser.add_argument("--program", action="append")
    parser.add_argument("--tries", type=int, default=2, help="of a run the least count is kept")
    parser.add_argument("--silence", type=int, default=300,
                        help="seconds without a line after which a program is given up")
    parser.add_argument("--hangs", type=int, default=4, help="programs of a mode that may hang")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=COUNTS)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = [program for program in programs.of_benchmark()
              if not options.program or program.name in options.program]
    known = json.loads(options.output.read_text()) if options.output.exists() else {}
    try:
        counting.build_plugin(options.work / "markcount.so", HERE / "markcount.c")
        for target in options.target or MACHINES:
            known[target] = of_target(options, target, chosen)
            options.output.write_text(json.dumps(known, indent=1) + "\n")
    except (Failure, kernels.Failure, jit.Damaged) as failure:
        print(f"kernel_count.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
