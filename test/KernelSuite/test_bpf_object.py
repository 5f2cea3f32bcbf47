# SPDX-License-Identifier: Apache-2.0
"""Programs of the dump as one BPF object, by way of llvm-mc."""
from bpfobject import LDDW, LLVM_MC, insns
from test_bpf_harness import step

PSEUDO_MAP_FD = 1
PROG_ARRAY = 3


def _bytes(dump, at, insn_count):
    return f'\t.incbin "{dump}", {at}, {insn_count * 8}' if insn_count else ""


def _with_map(harness, program):
    """The insns, with relocations where the map's address is loaded."""
    dump, done = harness.work / "dump", 0
    for slot, opcode, dst, src, _, _ in insns(harness.code(program), harness.row.big_endian):
        if (opcode, src) == (LDDW, PSEUDO_MAP_FD):
            yield _bytes(dump, program.at + done * 8, slot - done)
            yield f"\tr{dst} = progs ll"
            done = slot + 2
    yield _bytes(dump, program.at + done * 8, program.insns - done)


def _function(program, body):
    return [f"\t.globl {program.symbol}", f"\t.type {program.symbol},@function",
            f"{program.symbol}:", *body, f"\t.size {program.symbol}, .-{program.symbol}"]


def _map(entries):
    return ["\t.section maps,\"aw\"", "\t.globl progs", "progs:",
            f"\t.long {PROG_ARRAY}, 4, 4, {entries}, 0", "\t.size progs, .-progs"]


def write(harness, programs, path):
    lines = ["\t.text"]
    for program in programs:
        if program.kind == "tail_call":
            lines += _function(program, _with_map(harness, program))
        else:
            lines += _function(program, [_bytes(harness.work / "dump", program.at, program.insns)])
    if programs[0].kind == "tail_call":
        lines += _map(len(programs) + 1)
    path.with_suffix(".s").write_text("\n".join(lines) + "\n", encoding="utf-8")
    step("llvm-mc", [LLVM_MC, f"-triple={harness.row.bpf_triple}", "-filetype=obj",
                     path.with_suffix(".s"), "-o", path])
