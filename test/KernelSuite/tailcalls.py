# SPDX-License-Identifier: Apache-2.0
"""test_progs' tailcalls: the objects of progs/tailcall*.c, translated and linked with
tailcalls_main.c, do in one process what prog_tests/tailcalls.c does, with the results that it
asserts (tailcalls_table.py)."""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.append(str(HERE.parent / "Verifier"))

import oracle
import selftests
import tailcalls_table
from result import Result

SECONDS = 120
OBJECTS = "tailcall*[0-9].c"
READELF = "/usr/lib/llvm-22/bin/llvm-readelf"


class Failure(Exception):
    """A step failed; the text says why."""


def step(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS,
                            errors="replace")
    if result.returncode:
        lines = (result.stderr or result.stdout).strip().splitlines() or ["no message"]
        raise Failure(f"{pathlib.Path(command[0]).name}: exit code {result.returncode}: "
                      f"{lines[-1]}")
    return result.stdout


def variables(path):
    """name -> (section, byte offset) of the data of an object."""
    sections = dict(re.findall(r"^ +\[ *(\d+)\] (\S+)", step([READELF, "-S", "-W", path]), re.M))
    symbols = re.findall(r"^ *\d+: (\w+) +\d+ OBJECT +\w+ +\w+ +(\d+) (\S+)$",
                         step([READELF, "-s", "-W", path]), re.M)
    return {name: (sections[index], str(int(value, 16))) for value, index, name in symbols}


def compile_main(options, work):
    output = work / "main.o"
    step(["clang-22", *options.row.flags, "-std=c17", "-O1", "-Wall", "-Wextra", "-ffreestanding",
          "-fno-builtin", "-nostdlibinc", "-fno-stack-protector", "-fno-unwind-tables",
          "-fno-asynchronous-unwind-tables", f"-I{TOP / 'include'}", f"-I{TOP / 'lib/runtime'}",
          "-c", HERE / "tailcalls_main.c", "-o", output])
    return output


def link(options, work, main, path):
    """The executable of one object."""
    native, executable = work / f"{path.stem}.native.o", work / path.stem
    step([options.build / "bin/bpf-aot", path, "-target", options.target, "-" + options.opt,
          f"-facts={options.facts}", "-o", native])
    step(["ld.lld-22", *options.row.lld, "-static", "--gc-sections", "-z", "noseparate-code", "-z",
          "defs", "--entry=_start", "-o", executable, main, native,
          options.build / f"lib/bpf-aot/libbpf-aot-rt-{options.target}.a"])
    return executable


def run_test(options, work, main, path, test, asked=None):
    """asked: an Oracle, whose answers are wanted instead."""
    executable = link(options, work, main, path)
    places, words = variables(path), []
    for step_words, _ in test.steps:
        is_variable = step_words[0] in ("read", "write")
        words += [part for word in step_words
                  for part in (places.get(word, (word,)) if is_variable else (word,))]
    wanted = [number for _, number in test.steps]
    if asked:
        wanted = [int(line.split()[0]) for line in asked.ask("object", path, *words)]
    found = [int(line) for line in
             step([*options.row.qemu, executable, *words]).splitlines()]
    assert len(found) == len(wanted) == len(test.steps)
    for number, ((step_words, _), one) in enumerate(zip(test.steps, wanted)):
        if found[number] != one:
            raise Failure(f"step {number + 1}, {' '.join(step_words[:3])[:60]}: {found[number]}, "
                          f"wanted {one}")


def run(options):
    if selftests.missing():
        sys.exit(selftests.missing())
    root = options.build / "test/Verifier/linux"
    selftests.prepare(root)
    big_endian = options.row.big_endian
    name = "tailcalls-be" if big_endian else "tailcalls"
    objects = {path.stem: path for path in
               selftests.build_objects(root, name, OBJECTS, big_endian)}
    work = options.work / f"tailcalls-{options.target}-{options.opt}-{options.facts}"
    work.mkdir(exist_ok=True)
    main = compile_main(options, work)
    asked = oracle.Oracle(options) if options.oracle else None

    def judge(test):
        try:
            run_test(options, work, main, objects[test.object], test, asked)
        except oracle.Unanswered as reason:
            return Result(skipped=[(test.name, str(reason))])
        except (Failure, subprocess.TimeoutExpired) as failure:
            return Result(failed=[(test.name, str(failure))])
        return Result(passed=[test.name])

    wanted = options.only or ""
    result = Result(skipped=[pair for pair in tailcalls_table.SKIPPED.items() if wanted in pair[0]])
    tests = [test for test in tailcalls_table.TESTS if wanted in test.name]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for one in pool.map(judge, tests):
            result.add(one)
    return result
