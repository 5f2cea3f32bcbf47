#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What real kernels make of BPF programs: boots a kernel for each target under qemu-system with
bpf-jitdump as its first process, and writes TARGET.jit (JIT on), TARGET-off.jit and
TARGET-hardened.jit. Kernels are fetched or built once, into the cache folder. README.md says more."""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import archive
import emulator
import jit
import kernels
import programs
from machines import BUILD_TOOLS, EMULATORS, MACHINES, Built
from targets import HOST

# Name of a mode, ending of its file, options of the agent.
MODES = {
    "on": ("", ("-jit", "1", "-harden", "0")),
    "off": ("-off", ("-jit", "0", "-harden", "0")),
    "hardened": ("-hardened", ("-jit", "1", "-harden", "2")),
}
ATTEMPTS = 2
# Programs of a mode that do not end, before the others of the mode are left out.
HANGS = 2
MODULE = "test_bpf.ko"
# One by one, because the module ends with the first suite that has failures.
SUITES = ("test_suite=test_bpf", "test_suite=test_tail_calls", "test_suite=test_skb_segment")


def install(machines):
    packages = list(EMULATORS)
    if any(isinstance(machine.kernel, Built) for machine in machines):
        packages += BUILD_TOOLS
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
        raise kernels.Failure(f"cannot install {' '.join(packages)}; apt-get update, as root?")


def check_tools(machine):
    needed = [machine.qemu[0]]
    if isinstance(machine.kernel, Built):
        needed += ["make", "flex", "bison", "bc"]
    missing = [tool for tool in needed if not shutil.which(tool)]
    if missing:
        raise kernels.Failure(f"{machine.target}: no {' '.join(missing)}; run.py --install")


def make_files(options, machine, folder):
    """What the initial file system has but the jobs."""
    files = [("init", (options.build / f"bin/bpf-jitdump-{machine.target}").read_bytes())]
    with tempfile.TemporaryDirectory() as work:
        files += [(f"p/{program.name}.o",
                   programs.compile_program(program, machine.target, pathlib.Path(work)))
                  for program in options.programs]
    if options.test_bpf:
        files.append((MODULE, (folder / MODULE).read_bytes()))
    return files


def make_jobs(options):
    """Command lines of the agent: lists of all programs, one a mode, and the module in all modes."""
    loads = [[programs.job(program, f"/p/{program.name}.o", MODES[mode][1])
              for program in options.programs] for mode in options.mode]
    tests = [" ".join([*MODES[mode][1], "-test-bpf", f"/{MODULE}", "-part", part])
             for mode in options.mode for part in options.part]
    return loads, tests if options.test_bpf else []


def split(records):
    """Records by mode: each settings line begins a part, and equal ones are one part."""
    parts, current = {}, None
    for record in records:
        if "jit" in record:
            mode = (record["jit_enable"], record["jit_harden"])
            current = parts.setdefault(mode, [record])
        else:
            current.append(record)
    for part in parts.values():
        part.append({"end": True, "progs": sum("prog" in record for record in part),
                     "runs": sum("run" in record for record in part)})
    return parts


def compact(mode, records):
    """Without what the recording of the JIT that is on has already."""
    dropped = {"on": (), "off": ("insns", "xlated", "lines", "log", "in", "out"),
               "hardened": ("insns", "log", "in", "out")}[mode]
    return [{key: value for key, value in record.items() if key not in dropped}
            for record in records]


class Recorder:
    """Boots until all jobs are done: again when a line is damaged, and behind a job that does not
    end, which some images do not."""

    def __init__(self, options, machine, folder):
        self.machine, self.folder = machine, folder
        self.files = make_files(options, machine, folder)
        self.log = options.output / f"{machine.target}.console"
        self.log.unlink(missing_ok=True)
        self.records, self.is_clean = [], True
        self.damages = 0

    def _boot(self, jobs, silence):
        files = archive.make([*self.files, ("jobs", ("\n".join(jobs) + "\n").encode())])
        result = emulator.boot(self.machine, self.folder, files, self.log, silence)
        print(f"{self.machine.target}: agent up after {result.first:.1f} s, {len(result.lines)} "
              f"lines in {result.seconds:.1f} s", flush=True)
        for message in result.messages:
            print(f"{self.machine.target}: {message}")
        self.is_clean = self.is_clean and not result.messages
        return result

    def do(self, jobs, silence):
        hangs = 0
        while jobs:
            result = self._boot(jobs, silence)
            try:
                records = [jit.line(text) for text in result.lines]
            except jit.Damaged as damage:
                self.damages += 1
                print(f"{self.machine.target}: {damage}; see {self.log}")
                if self.damages == ATTEMPTS:
                    raise kernels.Failure(f"{self.machine.target}: lines are damaged") from damage
                continue
            self.records += [record for record in records if not record.get("end")]
            if records and records[-1].get("end"):
                return
            words = jobs[result.job].split()
            print(f"{self.machine.target}: does not end: {' '.join(words[:6])} ... {words[-1]}")
            self.records.append({"hung": " ".join([*words[:4], words[-1]])})
            jobs = jobs[result.job + 1:]
            hangs += 1
            if hangs == HANGS:
                print(f"{self.machine.target}: {len(jobs)} jobs left out after {hangs} that hang")
                return


def record(options, machine, folder):
    """The parts of what was recorded, by mode."""
    recorder = Recorder(options, machine, folder)
    loads, tests = make_jobs(options)
    for jobs in loads:
        recorder.do(jobs, options.silence)
    recorder.do(tests, options.timeout)
    return split(recorder.records), recorder.is_clean


def describe(target, mode, records):
    loaded = [record for record in records if "prog" in record]
    jited = sum(bool(record.get("jited")) for record in loaded)
    runs = [record for record in records if "run" in record]
    failed = sum(record["errno"] != 0 for record in runs)
    print(f"{target} {mode}: {records[0]['release']}: {len(loaded)} programs, {jited} by the JIT, "
          f"{sum(record['errno'] != 0 for record in loaded)} refused; {len(runs)} runs, "
          f"{failed} failed")
    for record in records:
        if "hung" in record:
            print(f"{target} {mode}: does not end: {record['hung']}")
        if "test_bpf" in record:
            print(f"{target} {mode}: test_bpf: {record['test_bpf']}")


def write(options, target, mode, records):
    name = f"{target}{MODES[mode][0]}.jit"
    if options.compact:
        jit.write(options.output / f"{name}.gz", compact(mode, records))
    else:
        jit.write(options.output / name, records)
    describe(target, mode, records)


def do_target(options, machine):
    check_tools(machine)
    begin = time.time()
    folder = kernels.get(machine, options.cache)
    print(f"{machine.target}: kernel after {time.time() - begin:.0f} s", flush=True)
    parts, done = record(options, machine, folder)
    for mode in options.mode:
        words = MODES[mode][1]
        records = parts.get((int(words[1]), int(words[3])))
        if not records:
            print(f"{machine.target}: nothing for mode {mode}")
            done = False
            continue
        write(options, machine.target, mode, records)
    print(f"{machine.target}: done after {time.time() - begin:.0f} s", flush=True)
    return done


def do_host(options):
    """This machine's own kernel, with the settings that it has."""
    path = options.output / f"{HOST}.jit"
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        for program in options.programs:
            (folder / f"{program.name}.o").write_bytes(
                programs.compile_program(program, HOST, folder))
        jobs = [programs.job(program, folder / f"{program.name}.o", ())
                for program in options.programs]
        (folder / "jobs").write_text("\n".join(jobs) + "\n")
        done = subprocess.run([options.build / "bin/bpf-jitdump", "-jobs", folder / "jobs", "-o",
                               path], check=False)
    if done.returncode == 0:
        records = jit.read(path)
        path.unlink()
        write(options, HOST, "on", records)
    return done.returncode == 0


def try_target(options, target):
    """What fails on one target leaves the others to be done."""
    try:
        return do_host(options) if target == HOST else do_target(options, MACHINES[target])
    except (kernels.Failure, OSError) as failure:
        print(f"run.py: {target}: {failure}", file=sys.stderr)
        return False


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("objects", nargs="*", type=pathlib.Path,
                        help="objects of the target's byte order; default: the benchmark's programs")
    parser.add_argument("--set", choices=programs.SETS, default="benchmark",
                        help="which programs, where no objects are given")
    parser.add_argument("--packet", action="append", default=[], type=bytes.fromhex,
                        help="hex, for the objects")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder")
    parser.add_argument("--cache", type=pathlib.Path,
                        default=pathlib.Path.home() / ".cache/bpf-aot-kernels")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help="folder")
    parser.add_argument("--target", action="append", choices=(HOST, *MACHINES),
                        help=f"default: all but {HOST}, which is this machine itself")
    parser.add_argument("--mode", action="append", choices=MODES)
    parser.add_argument("--test-bpf", action="store_true", help="run the kernel's test_bpf, too")
    parser.add_argument("--part", action="append",
                        help="a parameter of it; one load each; default: its three suites")
    parser.add_argument("--compact", action="store_true", help="write .jit.gz as in recorded/")
    parser.add_argument("--install", action="store_true", help="install emulators and tools first")
    parser.add_argument("--silence", type=int, default=120,
                        help="seconds without a line after which a program is given up")
    parser.add_argument("--timeout", type=int, default=3600, help="the same for test_bpf")
    options = parser.parse_args()
    options.target = options.target or list(MACHINES)
    options.mode = options.mode or list(MODES)
    options.part = options.part or list(SUITES)
    options.cache = options.cache.resolve()
    options.programs = ([programs.Program(path.stem, path, tuple(options.packet))
                         for path in options.objects] or programs.SETS[options.set]())
    return options


def main():
    options = parse_arguments()
    options.output.mkdir(parents=True, exist_ok=True)
    options.cache.mkdir(parents=True, exist_ok=True)
    try:
        if options.install:
            install([MACHINES[target] for target in options.target if target != HOST])
    except kernels.Failure as failure:
        print(f"run.py: {failure}", file=sys.stderr)
        return 2
    return 0 if all([try_target(options, target) for target in options.target]) else 1


if __name__ == "__main__":
    sys.exit(main())
