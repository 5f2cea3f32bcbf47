#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the instruction tests, our own (*.data) and the shared suite, on one target.

Expected values of our own tests stand in their files. Those of the shared suite hold for
little-endian targets; on a big-endian one the interpreter says what to expect. The pseudo-targets
interp and interp-be compare the interpreter alone with all expectations."""

import dataclasses
import fnmatch
import json
import pathlib
import sys

import batch
import bpfobject
import datafile
from bpfobject import Program
from targets import TARGETS

HERE = pathlib.Path(__file__).resolve().parent
INTERPRETERS = {"interp": False, "interp-be": True}


@dataclasses.dataclass
class Suite:
    name: str
    programs: list
    trusted: set = None  # names whose expectation must agree with the interpreter; None: all
    skipped: str = ""  # reason


@dataclasses.dataclass
class Outcome:
    passed: list = dataclasses.field(default_factory=list)
    failed: dict = dataclasses.field(default_factory=dict)  # name to text
    not_yet: dict = dataclasses.field(default_factory=dict)  # name to reason


def own_suite(folder, big_endian, work):
    programs = [
        Program(test.name, test.mem[big_endian], asm=test.asm, expected=test.result[big_endian])
        for test in datafile.read_all(folder)
    ]
    assembled = work / "own.asm.o"
    bpfobject.write(programs, "bpfeb" if big_endian else "bpfel", assembled)
    codes = bpfobject.read_codes(assembled)
    for program in programs:
        program.code = codes[program.symbol]
    return Suite("own", programs)


def _order_neutral(code):
    """True when no insn accesses memory or converts to or from the machine's byte order."""
    opcodes, at = [], 0
    while at < len(code):
        opcodes.append(code[at])
        at += 16 if code[at] == 0x18 else 8
    return not any(op & 7 in (1, 2, 3) or op in (0xd4, 0xdc) for op in opcodes)


def shared_suite(path, big_endian, tools):
    if not path.exists():
        return Suite("shared", [], skipped="shared suite absent")
    rows = json.loads(path.read_text())
    neutral = {row["name"] for row in rows if _order_neutral(bytes.fromhex(row["prog"]))}
    programs = []
    for row in rows:
        code = bytes.fromhex(row["prog"])
        programs.append(Program(row["name"], bytes.fromhex(row["mem"]),
                                code=bpfobject.swap_encoding(code) if big_endian else code,
                                expected=int(row["result"], 0)))
    if not big_endian:
        return Suite("shared", programs)
    results = batch.interpret(programs, True, tools, "shared")
    for program in programs:
        if program.name not in neutral:
            program.expected = results[program.name]
    return Suite("shared", programs, trusted=neutral)


def not_yet_patterns(target):
    """(name pattern, reason); `target:pattern` is for one target."""
    lines = (line.partition("#")[0].strip() for line in (HERE / "not-yet").read_text().splitlines())
    entries = []
    for pattern, reason in (line.split(None, 1) for line in lines if line):
        only, _, name = pattern.rpartition(":")
        if only in ("", target):
            entries.append((name, reason))
    return entries


def _reason_not_yet(name, patterns):
    return next((reason for pattern, reason in patterns if fnmatch.fnmatchcase(name, pattern)), "")


def compare(programs, results, what, outcome):
    for program in programs:
        got = results.get(program.name, "no result")
        if got == program.expected:
            outcome.passed.append(program.name)
        else:
            outcome.failed[program.name] = (
                f"{what}: expected {batch.show(program.expected)}, got {batch.show(got)}")


def run_suite(suite, args, tools):
    """The interpreter's answers first: when they differ the expectation itself is in doubt."""
    outcome = Outcome()
    big_endian = _big_endian(args.target)
    results = batch.interpret(suite.programs, big_endian, tools, suite.name)
    checked = [p for p in suite.programs if suite.trusted is None or p.name in suite.trusted]
    compare(checked, results, "interpreter", outcome)
    if args.target in INTERPRETERS:
        return outcome
    outcome.passed.clear()
    patterns = not_yet_patterns(args.target)
    outcome.not_yet = {program.name: reason for program in suite.programs
                       if (reason := _reason_not_yet(program.name, patterns))}
    programs = [program for program in suite.programs if program.name not in outcome.not_yet]
    results = batch.run(programs, TARGETS[args.target], tools, args.opt, suite.name)
    compare(programs, results, f"-O{args.opt}", outcome)
    return outcome


def report(suite, outcome, args):
    for name, text in sorted(outcome.failed.items()):
        print(f"FAILED {args.target} {suite.name} {name}: {text}")
    if suite.skipped:
        print(f"conformance {args.target} {suite.name}: {suite.skipped}")
    elif outcome.not_yet:
        print(f"conformance {args.target} {suite.name}: {len(outcome.not_yet)} "
              "not in this version: " + " ".join(sorted(outcome.not_yet)))
    return {
        "target": args.target,
        "suite": suite.name,
        "opt": args.opt,
        "passed": len(outcome.passed),
        "failed": len(outcome.failed),
        "skipped": 1 if suite.skipped else 0,
        "skip_reason": suite.skipped,
        "not_yet": outcome.not_yet,
        "failures": outcome.failed,
        "names": sorted(outcome.passed),
    }


def _big_endian(target):
    return INTERPRETERS[target] if target in INTERPRETERS else TARGETS[target].big_endian


def parse_arguments():
    parser = batch.parser(__doc__)
    parser.add_argument("--target", required=True, choices=[*TARGETS, *INTERPRETERS])
    parser.add_argument("--shared", type=pathlib.Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--tests", type=pathlib.Path, default=HERE, help="folder of *.data files")
    parser.add_argument("--suite", type=pathlib.Path, help="conformance.json")
    parser.add_argument("--opt", type=int, default=2, help="level for bpf-aot")
    return parser.parse_args()


def main():
    args = parse_arguments()
    tools = batch.tools_for(args, args.target if args.target in TARGETS else "x86-64")
    big_endian = _big_endian(args.target)
    path = args.suite or args.shared / "conformance/conformance.json"
    rows = []
    for suite in (own_suite(args.tests, big_endian, tools.work),
                  shared_suite(path, big_endian, tools)):
        rows.append(report(suite, run_suite(suite, args, tools), args))
    (args.out / f"conformance-{args.target}.json").write_text(json.dumps(rows, indent=1) + "\n")
    passed, failed, skipped = (sum(row[key] for row in rows)
                               for key in ("passed", "failed", "skipped"))
    not_yet = sum(len(row["not_yet"]) for row in rows)
    print(f"conformance {args.target}: {passed} passed, {failed} failed, {skipped} skipped"
          f", {not_yet} not in this version")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
