# SPDX-License-Identifier: Apache-2.0
"""The suite lib/test_bpf.c: every program of its tests is translated, many at a time, and takes the
place of what the kernel's JIT would have made; the test itself, unmodified, judges."""
import concurrent.futures
import re
import subprocess

from result import Result
from test_bpf_harness import Failure, Harness, step

LLVM_MC = "/usr/lib/llvm-22/bin/llvm-mc"
GIANT_INSNS = 16384
# Functions from 4000 insns on get passes of their own, and so does all that is in their object.
LARGE_INSNS = 4000
BATCH_INSNS = 12000
RUN_SECONDS = 600
REFUSED = 1  # exit code of bpf-aot
PASSED = re.compile(r"Summary: 1 PASSED, 0 FAILED")


def batches(programs):
    """Small ones together, large ones apart, one giant each."""
    found = []
    for large in (False, True):
        size = 0
        for program in programs:
            if (program.insns > LARGE_INSNS) != large:
                continue
            if size == 0 or size + program.insns > BATCH_INSNS:
                found.append([])
                size = 0
            found[-1].append(program)
            size += program.insns
    return found


def write_object(harness, programs, path):
    """The programs as functions of one BPF object."""
    lines = ["\t.text"]
    for program in programs:
        lines += [f"\t.globl {program.symbol}", f"\t.type {program.symbol},@function",
                  f"{program.symbol}:",
                  f'\t.incbin "{harness.work / "dump"}", {program.at}, {program.insns * 8}',
                  f"\t.size {program.symbol}, .-{program.symbol}"]
    path.with_suffix(".s").write_text("\n".join(lines) + "\n", encoding="utf-8")
    step("llvm-mc", [LLVM_MC, f"-triple={harness.row.bpf_triple}", "-filetype=obj",
                     path.with_suffix(".s"), "-o", path])


def translate(harness, options, programs, stem):
    """The native object."""
    source, native = harness.work / f"{stem}.o", harness.work / f"{stem}.native.o"
    write_object(harness, programs, source)
    step("bpf-aot", [options.build / "bin/bpf-aot", "-target", options.target,
                     f"-{options.opt}", f"-facts={options.facts}", "-prog-type", "raw", source,
                     "-o", native])
    return native


def run_once(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS,
                              check=False, errors="replace")
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(errors="replace"), f"no end within {RUN_SECONDS} s"
    said = " | ".join(done.stderr.splitlines()[:2])
    return done.stdout, f"ended with status {done.returncode}" + (said and f": {said}")


def run_tests(harness, executable, programs):
    """Each test's answer; goes on behind one that died."""
    answers, first = {}, 0
    while first < len(programs):
        output, how = run_once([*map(str, harness.row.qemu), str(executable), "run", str(first)])
        said = dict(re.findall(r"^test (\d+): (.*)$", output, re.M))
        for program in programs:
            if str(program.number) in said:
                answers[program.number] = said[str(program.number)]
        first += len(said)
        if first < len(programs):
            answers[programs[first].number] = how
            first += 1
    return answers


def judge(programs, answers):
    result = Result()
    for program in programs:
        answer = answers[program.number]
        if PASSED.search(answer):
            result.passed.append(program.name)
        else:
            result.failed.append((program.name, answer))
    return result


def run_batch(harness, options, programs):
    """Translated together; one by one when that fails."""
    stem = f"{options.opt}-{options.facts}-{programs[0].symbol}-{len(programs)}"
    try:
        native = translate(harness, options, programs, stem)
        rows = [(program.number, "RAW", 0, program.symbol) for program in programs]
        executable = harness.link(stem, [native], rows)
    except Failure as failure:
        if len(programs) == 1:
            return Result(failed=[(programs[0].name, str(failure))])
        result = Result()
        half = len(programs) // 2
        for part in (programs[:half], programs[half:]):
            result.add(run_batch(harness, options, part))
        return result
    return judge(programs, run_tests(harness, executable, programs))


def chosen(programs, options):
    for program in programs:
        giant = program.insns >= GIANT_INSNS
        if options.part == "all" or giant == (options.part == "giant"):
            if not options.only or options.only in program.name:
                yield program


def run(options):
    harness = Harness(options)
    programs = list(chosen(harness.dumped(), options))
    result = Result()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        work = batches([program for program in programs if program.kind == "ebpf"])
        for part in pool.map(lambda batch: run_batch(harness, options, batch), work):
            result.add(part)
    for program in programs:
        if program.kind != "ebpf":
            result.skipped.append((program.name, "to come"))
    return result
