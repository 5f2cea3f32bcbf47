# SPDX-License-Identifier: Apache-2.0
"""Runs many BPF programs in few processes: one object is translated, linked with a main that
calls every program, and run under qemu-user. Also runs them through the interpreter."""

import argparse
import dataclasses
import pathlib
import re
import subprocess

import bpfobject
from targets import TARGETS

HERE = pathlib.Path(__file__).resolve().parent
RUN_SECONDS = 120
FAILING_BUILDS = 60  # enough to find a handful of culprits in a large batch


@dataclasses.dataclass
class Tools:
    bpf_aot: str
    interp: str
    runtime: str  # archive for the target
    clang: str
    lld: str
    qemu: tuple
    work: pathlib.Path
    facts: str = "use"  # mode of bpf-aot


def add_options(parser):
    parser.add_argument("--build", type=pathlib.Path, help="build folder; gives the next three")
    parser.add_argument("--bpf-aot")
    parser.add_argument("--interp")
    parser.add_argument("--runtime", help="runtime archive of the target")
    parser.add_argument("--clang", default="clang-22")
    parser.add_argument("--lld", default="ld.lld-22")
    parser.add_argument("--facts", default="use", help="off, use or check, for bpf-aot")
    parser.add_argument("--qemu", help="instead of the command in targets.py")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for all files")


def tools_for(args, target):
    build = args.build or pathlib.Path("build-option-missing")
    runtime = build / "lib/bpf-aot" / f"libbpf-aot-rt-{target}.a"
    qemu = tuple(args.qemu.split()) if args.qemu else TARGETS[target].qemu
    work = args.out / target
    work.mkdir(parents=True, exist_ok=True)
    return Tools(bpf_aot=args.bpf_aot or str(build / "bin/bpf-aot"),
                 interp=args.interp or str(build / "bin/bpf-interp"),
                 runtime=args.runtime or str(runtime), clang=args.clang, lld=args.lld, qemu=qemu,
                 work=work, facts=args.facts)


class Failure(Exception):
    """A step of the tool chain failed; the text says which and why."""


def _step(what, command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=RUN_SECONDS * 5)
    if done.returncode:
        text = (done.stderr or done.stdout).strip().splitlines()
        raise Failure(f"{what}: exit {done.returncode}: " + " | ".join(text[:3]))


def _quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _table_source(programs):
    lines = ['#include "freestanding.h"']
    rows = []
    for number, program in enumerate(programs):
        lines.append(f"uint64_t {program.symbol}(void *, uint64_t);")
        mem = "0"
        if program.mem:
            mem = f"mem{number}"
            data = ",".join(str(byte) for byte in program.mem)
            lines.append(f"static uint8_t {mem}[] __attribute__((aligned(16))) = {{{data}}};")
        rows.append(f"    {{{_quote(program.name)}, {program.symbol}, {mem}, {len(program.mem)}}},")
    lines += ["const struct test_case test_cases[] = {"] + rows + ["};"]
    lines.append(f"const unsigned test_case_count = {len(programs)};")
    return "\n".join(lines) + "\n"


def _compile(tools, target, source, output):
    _step("clang", [tools.clang, *target.flags, "-std=c17", "-O1", "-ffreestanding", "-fno-builtin",
                    "-fno-stack-protector", "-fno-unwind-tables", "-fno-asynchronous-unwind-tables",
                    "-I", HERE, "-c", source, "-o", output])


def build(programs, target, tools, opt, tag):
    """Object, native object, executable; returns the path of the last."""
    stem = f"{tag}-O{opt}-{tools.facts}"
    source, native = tools.work / f"{tag}.o", tools.work / f"{stem}.native.o"
    bpfobject.write(programs, target.bpf_triple, source)
    _step("bpf-aot", [tools.bpf_aot, "-target", target.name, "-prog-type", "raw", f"-O{opt}",
                      f"-facts={tools.facts}", source, "-o", native])
    table = tools.work / f"{tag}.table.c"
    table.write_text(_table_source(programs))
    _compile(tools, target, table, tools.work / f"{tag}.table.o")
    _compile(tools, target, HERE / "main.c", tools.work / "main.o")
    executable = tools.work / f"{stem}.elf"
    _step("ld.lld", [tools.lld, *target.lld, "-static", "-z", "defs", "-o", executable,
                     tools.work / "main.o", tools.work / f"{tag}.table.o", native, tools.runtime])
    return executable


def _run_once(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS)
        said = " | ".join(done.stderr.splitlines()[:2])
        return done.stdout, f"ended with status {done.returncode}" + (said and f": {said}")
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(), f"no end within {RUN_SECONDS} s"


def execute(executable, programs, tools):
    """Name to r0, or to a text when the run died there; goes on behind a program that died."""
    results, first = {}, 0
    while first < len(programs):
        output, how = _run_once([*tools.qemu, str(executable), str(first)])
        answers = re.findall(r"^(\S+) (0x[0-9a-f]+)$", output, re.M)
        results.update({name: int(value, 16) for name, value in answers})
        first += len(answers)
        if first < len(programs):
            results[programs[first].name] = how
            first += 1
    return results


def _run_halves(programs, target, tools, opt, tag, builds_left):
    try:
        executable = build(programs, target, tools, opt, tag)
    except Failure as failure:
        builds_left[0] -= 1
        if len(programs) == 1 or builds_left[0] < 0:
            return {program.name: str(failure) for program in programs}
        half = len(programs) // 2
        results = _run_halves(programs[:half], target, tools, opt, tag + "a", builds_left)
        results.update(
            _run_halves(programs[half:], target, tools, opt, tag + "b", builds_left))
        return results
    return execute(executable, programs, tools)


def run(programs, target, tools, opt, tag):
    """Like execute(); a batch that cannot be translated is halved until the culprits are alone,
    or until it is clear that there are too many of them."""
    return _run_halves(programs, target, tools, opt, tag, [FAILING_BUILDS]) if programs else {}


def interpret(programs, big_endian, tools, tag):
    """Name to r0 or to the interpreter's error; programs have code."""
    path = tools.work / f"{tag}.interp"
    lines = (f"{p.name} {p.code.hex()} {p.mem.hex() or '-'}\n" for p in programs)
    path.write_text("".join(lines))
    command = [tools.interp, "-batch", path] + (["-big-endian"] if big_endian else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS * 5)
    answers = (line.split(" ", 1) for line in done.stdout.splitlines())
    return {name: int(text, 16) if text.startswith("0x") else text for name, text in answers}


def show(value):
    return f"{value:#x}" if isinstance(value, int) else str(value)


def parser(description):
    made = argparse.ArgumentParser(description=description)
    add_options(made)
    return made
