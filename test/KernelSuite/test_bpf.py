# SPDX-License-Identifier: Apache-2.0
"""The suite lib/test_bpf.c: every program of its tests is translated, many at a time, and takes the
place of what the kernel's JIT would have made; the test itself, unmodified, judges."""
import concurrent.futures
import re
import subprocess

import test_bpf_classic
import test_bpf_object
import test_bpf_oracle
from result import Result
from test_bpf_harness import KINDS, Failure, Harness, step

GIANT_INSNS = 16384
SEGMENT_TESTS = 2
# Functions from 4000 insns on get passes of their own, and so does all that is in their object.
LARGE_INSNS = 4000
BATCH_INSNS = 12000
RUN_SECONDS = 600
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


def translate(harness, programs, stem):
    """The native object."""
    source, native = harness.work / f"{stem}.o", harness.work / f"{stem}.native.o"
    test_bpf_object.write(harness, programs, source)
    step("bpf-aot", [*harness.bpf_aot, "-prog-type", "raw", "-missing-helpers=link", source, "-o",
                     native])
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


def judge(names, answers):
    """names: name to number."""
    result = Result()
    for name, number in names.items():
        answer = answers.get(number, "no answer")
        if PASSED.search(answer):
            result.passed.append(name)
        else:
            result.failed.append((name, answer))
    return result


def run_batch(harness, programs):
    """Translated together; one by one when that fails."""
    stem = f"{harness.mode}-{programs[0].symbol}-{len(programs)}"
    try:
        native = translate(harness, programs, stem)
        rows = [(program.number, "RAW", 0, program.symbol) for program in programs]
        executable = harness.link(stem, [native], rows)
    except Failure as failure:
        if len(programs) == 1:
            return Result(failed=[(programs[0].name, str(failure))])
        result = Result()
        half = len(programs) // 2
        for part in (programs[:half], programs[half:]):
            result.add(run_batch(harness, part))
        return result
    return judge({program.name: program.number for program in programs},
                 run_tests(harness, executable, programs))


def run_classic(harness, pool, programs):
    names = {program.name: program.number for program in programs}
    try:
        made = list(pool.map(lambda program: test_bpf_classic.translate(harness, program),
                             programs))
        executable = harness.link(f"{harness.mode}-classic", [native for _, native in made
                                                              if native], [row for row, _ in made])
    except Failure as failure:
        return Result(failed=[(name, str(failure)) for name in names])
    return judge(names, run_tests(harness, executable, programs))


def run_apart(harness, executable, verb, names):
    """Tests that the kernel's file has besides tests[]."""
    output, how = run_once([*map(str, harness.row.qemu), str(executable), verb])
    answers = {int(number): said for number, said in
               re.findall(rf"^{verb} (\d+): (.*)$", output, re.M)}
    return judge(names, {number: answers.get(number, how) for number in names.values()})


def run_tail_calls(harness, programs):
    names = {program.name: program.number for program in programs}
    try:
        native = translate(harness, programs, f"{harness.mode}-tail")
        executable = harness.link(f"{harness.mode}-tail", [native], [])
    except Failure as failure:
        return Result(failed=[(name, str(failure)) for name in names])
    return run_apart(harness, executable, "tail_call", names)


def run_segments(harness):
    """No program is in them: they are the kernel's test of its skb_segment()."""
    names = {f"segment {number}": number for number in range(SEGMENT_TESTS)}
    return run_apart(harness, harness.work / "dumper.elf", "segment", names)


def chosen(programs, options):
    for program in programs:
        giant = program.insns >= GIANT_INSNS
        if options.part == "all" or giant == (options.part == "giant"):
            if not options.only or options.only in program.name:
                yield program


def run(options):
    harness = Harness(options)
    programs = {kind: [] for kind in KINDS}
    for program in chosen(harness.dumped(), options):
        programs[program.kind].append(program)
    if options.oracle:
        return test_bpf_oracle.run(options, harness, programs["ebpf"], batches)
    result = Result()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for part in pool.map(lambda batch: run_batch(harness, batch), batches(programs["ebpf"])):
            result.add(part)
        if programs["classic"]:
            result.add(run_classic(harness, pool, programs["classic"]))
    if programs["tail_call"]:
        result.add(run_tail_calls(harness, programs["tail_call"]))
    if options.part != "giant" and not options.only:
        result.add(run_segments(harness))
    return result
