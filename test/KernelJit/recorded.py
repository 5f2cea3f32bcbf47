#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the recorded .jit files: that they are whole, that the kernel with its JIT off and hardened
gave the results that it gave with the JIT on, and that translated programs give them, too, on the
target that a file is of."""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

import jit
import programs

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(programs.BENCHMARK))
from kernel import pcap
from targets import TARGETS

RECORDED = HERE / "recorded"
OTHER_MODES = ("-off", "-hardened")
# Programs of which the kernel's own JIT is wrong: it clears the upper half of the first argument
# of every subprogram (finding rv32-first-argument). Of these the results with the JIT off count.
KNOWN_JIT_BUGS = {("riscv32", "call"), ("riscv32", "bitsched")}
# Of which its interpreter is wrong (README.md).
KNOWN_INTERPRETER_BUGS = {("mips64", "atomic64"), ("mipsisa64r6el", "atomic64")}


def runs_of(records):
    """Lines of runs that went well, by program."""
    found = {}
    for record in records:
        if "run" in record and record["errno"] == 0:
            found.setdefault(record["run"], []).append(record)
    return found


def check_lines(name, record):
    """What is wrong with a program's addresses; empty: nothing."""
    ranges = [(int(start, 16), length)
              for start, length in zip(record["ksyms"], record["func_lens"])]
    addresses = [int(address, 16) for _, _, address in record.get("lines", [])]
    if not record["jited"] or not any(addresses):
        return ""
    if sum(length for _, length in ranges) != len(record["jited"]) // 2:
        return f"{name}: the lengths of functions are not those of the image"
    if not all(any(start <= address <= start + length for start, length in ranges)
               for address in addresses):
        return f"{name}: an address outside of the image"
    insns = [insn for _, insn, _ in record["lines"]]
    return "" if insns == sorted(set(insns)) else f"{name}: insns are out of order"


def check_whole(target, folder=RECORDED):
    """(records, what is wrong)"""
    records = jit.read(folder / f"{target}.jit.gz")
    wrong = [f"{target}: the file is of {records[0]['target']}"
             for _ in range(records[0]["target"] != target)]
    loaded = [record for record in records if "prog" in record and record["errno"] == 0]
    wrong += filter(None, (check_lines(f"{target} {record['prog']}", record)
                           for record in loaded))
    if not any(record["jited"] for record in loaded):
        wrong.append(f"{target}: no image")
    return records, wrong


def right_runs(target, records):
    """Runs by program as they ought to be."""
    found = runs_of(records)
    bugs = [name for of, name in KNOWN_JIT_BUGS if of == target]
    off = runs_of(jit.read(RECORDED / f"{target}-off.jit.gz")) if bugs else {}
    for name in bugs:
        found[name] = [run | {"retval": other["retval"]}
                       for run, other in zip(found[name], off[name], strict=True)]
    return found


def check_modes(target, records):
    wrong, on = [], runs_of(records)
    for mode in OTHER_MODES:
        path = RECORDED / f"{target}{mode}.jit.gz"
        if not path.exists():
            continue
        for name, runs in runs_of(jit.read(path)).items():
            values = [run["retval"] for run in runs]
            same = name not in on or values == [run["retval"] for run in on[name]]
            known = (mode == "-off"
                     and (target, name) in KNOWN_JIT_BUGS | KNOWN_INTERPRETER_BUGS)
            if not same and not known:
                wrong.append(f"{target}{mode}: {name} returns something else")
    return wrong


def check_program(options, target, program, runs, folder):
    """Runs a translated program on the packets of the recording."""
    source = folder / TARGETS[target].bpf_triple
    source.mkdir(exist_ok=True)
    programs.compile_program(program, target, source)
    capture = source / f"{program.name}.pcap"
    byte_order_free = pcap([bytes.fromhex(run["in"]) for run in runs])
    capture.write_bytes(byte_order_free)
    command = [options.build / "bin/bpf-aot-run", "-target", target, "-json", "-prog",
               program.only, "-pcap", capture, source / f"{program.name}.o"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        return f"{target} {program.name}: {done.stderr.strip()}"
    for number, (line, run) in enumerate(zip(done.stdout.splitlines(), runs, strict=True), 1):
        ours = json.loads(line)
        if (ours["retval"], ours["out"]) != (run["retval"], run["out"]):
            return (f"{target} {program.name}: packet {number}: the kernel returns "
                    f"{run['retval']}, we {ours['retval']}"
                    + ("" if ours["out"] == run["out"] else ", and the packets differ"))
    return ""


def check_translated(options, target, position, records):
    runs, wrong, count = right_runs(target, records), [], 0
    chosen = [program for index, program in enumerate(programs.of_benchmark())
              if program.name in runs
              and (options.every == 1 or (index + position) % options.every == 0)]
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        for problem in pool.map(
                lambda program: check_program(options, target, program, runs[program.name],
                                              pathlib.Path(folder)), chosen):
            count += 1
            wrong += [problem] if problem else []
    return wrong, count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, help="also run translated programs")
    parser.add_argument("--every", type=int, default=1,
                        help="one program in N, others on other targets")
    options = parser.parse_args()
    wrong, compared, targets = [], 0, 0
    for position, path in enumerate(sorted(RECORDED.glob("*.jit.gz"))):
        target = path.name.removesuffix(".jit.gz")
        if target.endswith(OTHER_MODES):
            continue
        records, problems = check_whole(target)
        wrong += problems + check_modes(target, records)
        targets += 1
        if options.build:
            problems, count = check_translated(options, target, position, records)
            wrong += problems
            compared += count
    for path in sorted(RECORDED.glob("*/*.jit.gz")):
        wrong += check_whole(path.name.removesuffix(".jit.gz"), path.parent)[1]
    print("\n".join(wrong))
    print(f"recorded: {targets} targets, {compared} programs translated and compared, "
          f"{len(wrong)} wrong")
    return 1 if wrong or not targets else 0


if __name__ == "__main__":
    sys.exit(main())
