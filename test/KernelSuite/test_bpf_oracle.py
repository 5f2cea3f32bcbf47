# SPDX-License-Identifier: Apache-2.0
"""The eBPF programs of lib/test_bpf.c as socket filters, on one packet: what the kernel's verifier
accepts, translated, returns what it returns there and leaves the packet as it does."""
import concurrent.futures
import json
import subprocess

import oracle
import test_bpf_object
from result import Result
from test_bpf_harness import Failure, step

PACKET = bytes(range(64)).hex()
MOST_INSNS = 16383  # the verifier takes minutes for some of the giants


def _run(harness, executable, program):
    """(r0's lower half, packet)"""
    said = step("run", [*harness.row.qemu, executable, "-prog", program.symbol, "-packet", PACKET,
                        "-json"])
    answer = json.loads(said.splitlines()[0])
    return answer["retval"] & 0xffffffff, answer["out"]


def _judge(harness, executable, program, answer):
    try:
        text = oracle.difference(_run(harness, executable, program), answer)
    except (Failure, subprocess.TimeoutExpired) as failure:
        text = str(failure)
    return Result(failed=[(program.name, text)]) if text else Result(passed=[program.name])


def _run_batch(harness, pool, programs, answers):
    stem = harness.work / f"{harness.mode}-oracle-{programs[0].symbol}-{len(programs)}"
    source = stem.with_suffix(".o")
    result = Result()
    try:
        test_bpf_object.write(harness, programs, source)
        step("bpf-aot", [*harness.bpf_aot, "-prog-type", "socket_filter", source, "-exe", "-o",
                         stem])
    except Failure as failure:
        return Result(failed=[(program.name, str(failure)) for program in programs])
    for one in pool.map(lambda program: _judge(harness, stem, program, answers[program.number]),
                        programs):
        result.add(one)
    return result


def run(options, harness, programs, batches):
    """programs: eBPF ones; batches: of test_bpf.py."""
    result, answers = Result(), {}
    for line in oracle.Oracle(options).ask("dump", harness.work / "dump", 1, MOST_INSNS, PACKET):
        number, _, answer = line.partition(" ")
        if answer != "refused":
            answers[int(number)] = oracle.read_run(answer)
    for program in programs:
        if program.insns > MOST_INSNS:
            result.skipped.append((program.name, "a giant: the verifier may take minutes"))
        elif program.number not in answers:
            result.skipped.append((program.name, oracle.NOT_ACCEPTED))
    accepted = [program for program in programs if program.number in answers]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for batch in batches(accepted):
            result.add(_run_batch(harness, pool, batch, answers))
    return result
