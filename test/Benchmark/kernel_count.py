#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions a packet that real kernels execute for the benchmark's programs: JIT on, off (the
interpreter) and hardened. Boots the kernels of test/KernelJit under qemu-system with a plugin that
counts; writes kernel_counts.json. README.md says what is counted."""
import argparse
import dataclasses
import json
import pathlib
import re
import sys

import counting
import jit_replay
import packets
from kernel_figures import COUNTS
from toolchain import HERE, Failure, run

sys.path.insert(0, str(HERE.parent / "KernelJit"))
import archive
import emulator
import jit
import kernels
import programs
from machines import MACHINES
from run import MODES, check_tools

PLACES = 3  # a mean of 24 packets
CHANCES = 2  # of a program that hangs
EMPTY = programs.Program("empty", HERE / "samples/empty.c", tuple(packets.of_samples() * 2), "prog")


class Machine:
    """Boots a machine and pairs what the agent says of runs with what the plugin counted."""

    def __init__(self, options, target):
        self.options, self.target = options, target
        self.folder = kernels.get(MACHINES[target], options.cache)
        self.agent = options.build / f"bin/bpf-jitdump-{target}"
        self.output = options.work / f"{target}.counts"

    def boot(self, files, jobs, **places):
        """Records of the agent, numbers of the plugin, number of the job that was begun last."""
        data = archive.make([*files, ("jobs", ("\n".join(jobs) + "\n").encode())])
        words = "".join(f",{name}={address:x}" for name, address in places.items())
        # Time goes by instructions, so that few runs have an interrupt.
        machine = dataclasses.replace(MACHINES[self.target], qemu=(
            *MACHINES[self.target].qemu, "-icount", "shift=0,sleep=off", "-plugin",
            f"{self.options.work / 'callcount.so'},out={self.output}{words}"))
        log = self.options.work / f"{self.target}.console"
        result = emulator.boot(machine, self.folder, data, log, self.options.silence)
        numbers = self.output.read_text().split()
        return [jit.line(text) for text in result.lines], numbers, result.job

    def find_call(self, files):
        """Addresses of the last instruction before a program's first, and of the first behind its last:
        where BPF_PROG_TEST_RUN calls programs, the interpreter too."""
        symbols = run(["llvm-nm-22", self.agent]).splitlines()
        mark = next(line.split()[0] for line in symbols if line.endswith(" bpf_jitdump_mark"))
        records, numbers, _ = self.boot(files, [programs.job(EMPTY, "/p/empty.o", MODES["on"][1])],
                                        mark=int(mark, 16))
        program = next(record for record in records if "prog" in record)
        begin, mask = int(program["ksyms"][0], 16), 2**records[0]["bits"] - 1
        image = range(begin, begin + program["func_lens"][0])
        path = [int(number, 16) for number in numbers]
        first = next((at for at, address in enumerate(path) if address & mask in image), 0)
        behind = next((at for at in range(first, len(path)) if path[at] & mask not in image), 0)
        if not first or not behind:
            raise Failure(f"{self.target}: the image of the JIT was not executed")
        return path[first - 1], path[behind], behind - first

    def do(self, files, jobs, places, chances):
        """Records, and (program, packet, instructions) of each run. What hangs is left out of the next
        boot when it has had its chances."""
        all_records, runs, hangs = [], [], {}
        while jobs:
            records, numbers, job = self.boot(files, jobs, **places)
            found = [record for record in records if "run" in record and not record["errno"]]
            runs += [(record["run"], record["in"], int(number))
                     for record, number in zip(found, numbers, strict=False)]
            all_records += records
            if records and records[-1].get("end"):
                if len(found) != len(numbers):
                    raise Failure(f"{self.target}: {len(found)} runs, {len(numbers)} counts")
                break
            name = jobs[job].split()[-1]
            hangs[name] = hangs.get(name, 0) + 1
            print(f"{self.target}: does not end: {name}", flush=True)
            jobs = [line for line in jobs[job:] if line.split()[-1] != name or hangs[name] < chances]
            if sum(hangs.values()) == self.options.hangs:
                print(f"{self.target}: {len(jobs)} jobs left out", flush=True)
                break
        return all_records, runs


def least(runs):
    """By program and packet: of the tries the one without an interrupt."""
    found = {}
    for program, packet, count in runs:
        found[program, packet] = min(count, found.get((program, packet), count))
    return found


def keeps_state(path):
    """Whether what a run does depends on those before it."""
    return re.search(r" \.(bss|data|maps)", run(["llvm-readelf-22", "-S", path]))


def make_jobs(options, mode, all_programs):
    """A program is loaded once, where possible: to verify it costs most of the time."""
    jobs = []
    for program in all_programs:
        loads = options.tries if keeps_state(options.work / f"{program.name}.o") else 1
        inputs = program.packets * (options.tries // loads)
        jobs += [programs.job(dataclasses.replace(program, packets=inputs), f"/p/{program.name}.o",
                              MODES[mode][1])] * loads
    return jobs


def of_target(options, target, all_programs):
    check_tools(MACHINES[target])
    machine = Machine(options, target)
    files = [("init", machine.agent.read_bytes())]
    files += [(f"p/{program.name}.o", programs.compile_program(program, target, options.work))
              for program in all_programs]
    begin, end, executed = machine.find_call(files)
    print(f"{target}: programs are called behind {begin:x} and return to {end:x}; empty: {executed}",
          flush=True)
    for mode in options.mode or MODES:
        # Blinded constants: the JIT of 32-bit MIPS makes code of them that does not end.
        chances = 1 if mode == "hardened" else CHANCES
        records, runs = machine.do(files, make_jobs(options, mode, all_programs),
                                   {"begin": begin, "end": end}, chances)
        native = {record["prog"] for record in records if record.get("jited")}
        means = {name: mean for name, mean in mean_of(all_programs, least(runs)).items()
                 if mode == "off" or name in native}
        print(f"{target} {mode}: {records[0]['release']}: {len(runs)} runs", flush=True)
        keep(options.output, target, records[0]["release"], mode, means)
        if mode == "on":
            compare(options, target, all_programs, means)


def mean_of(all_programs, counts):
    """By program that ran on all of its packets."""
    found = {}
    for program in all_programs:
        own = [counts.get((program.name, packet.hex())) for packet in program.packets]
        if None not in own:
            found[program.name] = round(sum(own) / len(own), PLACES)
    return found


def keep(path, target, release, mode, means):
    """Writes the file again, which has other targets and modes, too."""
    known = json.loads(path.read_text()) if path.exists() else {}
    row = known.setdefault(target, {"release": release, "programs": {}})
    row["release"] = release
    for name, mean in means.items():
        row["programs"].setdefault(name, {})[mode] = mean
    path.write_text(json.dumps(known, indent=1) + "\n")


def compare(options, target, all_programs, found):
    """Images that call nothing can be replayed in user mode: both counts must be the same."""
    replayed = jit_replay.replayed(options, target,
                                   [options.work / f"{program.name}.o" for program in all_programs])
    same, other = 0, []
    for name, mean in found.items():
        row = replayed.get(name, {})
        if "executed" in row:
            wanted = row["executed"] + row.get("called", 0)
            same += abs(mean - wanted) < 0.01
            if abs(mean - wanted) >= 0.01:
                other.append(f"{name} {mean:g}, replayed {wanted:g}")
    print(f"{target}: {same} counts are those of the replayed image; other: {'; '.join(other)}",
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path,
                        default=pathlib.Path.home() / ".cache/bpf-aot-kernels")
    parser.add_argument("--target", action="append", choices=MACHINES)
    parser.add_argument("--program", action="append")
    parser.add_argument("--mode", action="append", choices=MODES)
    parser.add_argument("--tries", type=int, default=3, help="of a run on a packet")
    parser.add_argument("--silence", type=int, default=300,
                        help="seconds without a line after which a program is given up")
    parser.add_argument("--hangs", type=int, default=12, help="of a mode, then the rest is left out")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=COUNTS)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = [program for program in programs.of_benchmark()
              if not options.program or program.name in (*options.program, "empty")]
    try:
        counting.build_plugin(options.work / "callcount.so", HERE / "callcount.c")
        for target in options.target or MACHINES:
            of_target(options, target, chosen)
    except (Failure, kernels.Failure, jit.Damaged) as failure:
        print(f"kernel_count.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
