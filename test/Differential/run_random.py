#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random programs, translated for each target at each level, against the interpreter.

--facts takes several modes of bpf-aot: off,use,check. A mismatch is printed with all that is needed
to make it again; the files stay in --out."""

import itertools
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Conformance"))

import batch  # noqa: E402
import bpfobject  # noqa: E402
from bpfobject import Program  # noqa: E402
from targets import TARGETS  # noqa: E402

OBJDUMP = "/usr/lib/llvm-22/bin/llvm-objdump"
SHOWN = 5  # mismatches that are disassembled


def parse_arguments():
    parser = batch.parser(__doc__)
    parser.add_argument("--target", action="append", required=True, choices=list(TARGETS))
    parser.add_argument("--gen", help="bpf-gen; from --build by default")
    parser.add_argument("--seed", type=int, help="random by default")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--opts", default="0,2", help="levels for bpf-aot")
    parser.add_argument("--no-atomics", action="store_true")
    args = parser.parse_args()
    args.gen = args.gen or str(args.build / "bin/bpf-gen")
    args.seed = random.SystemRandom().getrandbits(32) if args.seed is None else args.seed
    return args


def generate(args, big_endian, tools):
    command = [args.gen, "-seed", str(args.seed), "-count", str(args.count)]
    command += ["-big-endian"] if big_endian else []
    command += ["-no-atomics"] if args.no_atomics else []
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    programs = []
    for line in lines.splitlines():
        name, code, mem = line.split()
        programs.append(Program(name, b"" if mem == "-" else bytes.fromhex(mem),
                                code=bytes.fromhex(code)))
    expected = batch.interpret(programs, big_endian, tools, "random")
    for program in programs:
        program.expected = expected.get(program.name, "no result")
    return programs


def show_program(program, target, tools):
    path = tools.work / f"{program.name}.o"
    bpfobject.write([program], target.bpf_triple, path)
    text = subprocess.run([OBJDUMP, "-d", "--no-show-raw-insn", path], capture_output=True,
                          text=True, check=True).stdout
    print(f"  program {program.code.hex()}\n  memory  {program.mem.hex() or '-'}\n{text}")


def run_target(args, target):
    """The number of mismatches."""
    tools = batch.tools_for(args, target.name)
    programs = generate(args, target.big_endian, tools)
    wrong = {}
    for program in programs:
        if not isinstance(program.expected, int):
            print(f"GENERATOR {program.name}: interpreter: {program.expected}")
            wrong[program.name] = program
    for facts, opt in itertools.product(args.facts.split(","), args.opts.split(",")):
        tools.facts = facts
        results = batch.run(programs, target, tools, int(opt), "random")
        for program in programs:
            got = results.get(program.name, "no result")
            if got != program.expected:
                print(f"FAILED {target.name} -O{opt} -facts={facts} seed {args.seed} "
                      f"{program.name}: expected {batch.show(program.expected)}, "
                      f"got {batch.show(got)}")
                wrong[program.name] = program
    for program in list(wrong.values())[:SHOWN]:
        show_program(program, target, tools)
    print(f"random {target.name}: {len(programs) - len(wrong)} passed, {len(wrong)} failed, "
          f"seed {args.seed}")
    return len(wrong)


def main():
    args = parse_arguments()
    print(f"seed {args.seed}", flush=True)
    failed = sum(run_target(args, TARGETS[name]) for name in args.target)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
