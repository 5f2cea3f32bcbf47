#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every row of lib/isa/insn.def has its edge cases among our own instruction tests.

check_insn_rows.py SOURCE BUILD WORK [INSN.DEF]

The tests are assembled and run by the interpreter with a trace, so that what counts is what was
executed: the values that an instruction met, not what somebody called a test. Which cases a row
needs is REQUIRED, by the kind of its operation and its columns. Prints what is missing.
"""
import collections
import pathlib
import re
import subprocess
import sys

# Rows that the interpreter cannot run as they need a context or more than one section.
ELSEWHERE = {
    "LD_ABS": "test/Packet",
    "LD_IND": "test/Packet",
    "GOTOX": "test/Program/resolve-jump-tables.c",
}

EDGES = ("zero", "one", "minus-one", "most-negative", "most-positive")
LEFT = tuple(f"left-{edge}" for edge in EDGES)
RIGHT = tuple(f"right-{edge}" for edge in EDGES)
IMM = tuple(f"imm-{edge}" for edge in EDGES)
SHIFT = ("imm-zero", "imm-one", "imm-half", "imm-last")
SHIFT_X = ("right-zero", "right-one", "right-last", "right-width", "right-minus-one")
PLACES = ("stack", "memory")

# Kind of row to the cases that it needs. "alias": both registers are one.
REQUIRED = {
    "alu-x": (*LEFT, *RIGHT, "alias"),
    "alu-k": (*LEFT, *IMM),
    "shift-x": (*LEFT, *SHIFT_X, "alias"),
    "shift-k": (*LEFT, *SHIFT),
    "move-x": (*RIGHT, "alias"),
    "move-k": IMM,
    "unary": LEFT,
    "jump-x": (*LEFT, *RIGHT, "alias", "taken", "not-taken"),
    "jump-k": (*LEFT, *IMM, "taken", "not-taken"),
    "goto": ("forth", "back"),
    "load": (*PLACES, "alias", "value-zero", "value-ones", "value-sign"),
    "store-x": (*PLACES, "alias", "right-zero", "right-minus-one"),
    "store-k": (*PLACES, *IMM),
    "atomic": (*PLACES, *RIGHT, "alias"),
    "atomic-cmpxchg": (*PLACES, *RIGHT, "equal", "unequal"),
    "load-acquire": (*PLACES, "alias"),
    "store-release": (*PLACES, "right-zero", "right-minus-one"),
    "may-goto": ("taken", "not-taken"),
    "lddw": IMM,
    "once": ("executed",),
}

SHIFTS = ("LSH", "RSH", "ARSH")
ATOMICS = {0x00: "add", 0x01: "fetch-add", 0x40: "or", 0x41: "fetch-or", 0x50: "and",
           0x51: "fetch-and", 0xa0: "xor", 0xa1: "fetch-xor", 0xe1: "xchg", 0xf1: "cmpxchg",
           0x100: "load-acquire", 0x110: "store-release"}
ROW = re.compile(r"^INSN\((0x[0-9a-f]+), *(\w+), *(\d+), *(\w+), *(\w+), *(\w+), *(\w+), *(\w+)\)",
                 re.M)
Row = collections.namedtuple("Row", "opcode op width form dst src off imm")
Step = collections.namedtuple("Step", "opcode dst src off imm left right r0 result r0_after forth")


def read_rows(path):
    return [Row(int(words[0], 0), words[1], int(words[2]), *words[3:])
            for words in ROW.findall(path.read_text(encoding="utf-8"))]


def kind_of(row):
    """The key of REQUIRED for a row whose forms all need the same."""
    x = "x" if row.form == "X" else "k"
    if row.op in SHIFTS:
        return f"shift-{x}"
    if row.op == "MOV":
        return f"move-{x}"
    if row.op in ("NEG", "TO_LE", "TO_BE", "BSWAP"):
        return "unary"
    if row.op in ("LDX", "LDSX"):
        return "load"
    if row.op in ("ST", "STX"):
        return f"store-{x}"
    fixed = {"JA": "goto", "MAY_GOTO": "may-goto", "LDDW": "lddw", "CALL": "once", "CALLX": "once",
             "EXIT": "once"}
    return fixed.get(row.op) or ("jump-" if row.off == "JUMP" else "alu-") + x


def forms(row):
    """(form, kind): what `off` or `imm` of a row selects is a case of its own."""
    kind = kind_of(row)
    if row.off == "SDIV":
        return [("", kind), ("signed", kind)]
    if row.off == "MOVSX":
        extended = [(f"from-{bits}", "move-x") for bits in (8, 16, 32) if bits < row.width]
        return [("", kind), *extended] + ([("cast", "move-x")] if row.width == 64 else [])
    if row.imm == "SWAP":
        return [(f"swap-{bits}", kind) for bits in (16, 32, 64)]
    if row.imm == "ATOMIC":
        names = [name for name in ATOMICS.values() if row.width >= 32 or "-" in name
                 and not name.startswith("fetch")]
        special = {"cmpxchg": "atomic-cmpxchg", "load-acquire": "load-acquire",
                   "store-release": "store-release"}
        return [(name, special.get(name, "atomic")) for name in names]
    return [("", kind)]


def form_of(row, step):
    if row.off == "SDIV":
        return "signed" if step.off else ""
    if row.off == "MOVSX":
        return {0: "", 1: "cast"}.get(step.off, f"from-{step.off}")
    if row.imm == "SWAP":
        return f"swap-{step.imm}"
    return ATOMICS.get(step.imm, "?") if row.imm == "ATOMIC" else ""


def edges(prefix, value, width):
    """Names of the edges that a value is at, cut to the width."""
    value %= 1 << width
    names = {0: "zero", 1: "one", (1 << width) - 1: "minus-one", 1 << (width - 1): "most-negative",
             (1 << (width - 1)) - 1: "most-positive", width: "width"}
    found = {f"{prefix}-{names[value]}"} if value in names else set()
    return found | ({f"{prefix}-last"} if value == width - 1 else set()) | (
        {f"{prefix}-half"} if value == width // 2 - 1 else set())


FRAMES, MEMORY_END = range(0x20000000, 0x30000000), 0x20000000


def place_of(address):
    address %= 1 << 64
    return {"stack"} if address in FRAMES else {"memory"} if address < MEMORY_END else set()


def loaded(value, width):
    value %= 1 << width
    return {name for name, here in (("value-zero", value == 0),
                                    ("value-ones", value == (1 << width) - 1),
                                    ("value-sign", value >> (width - 1))) if here}


def met(row, step):
    """The cases that one executed insn shows."""
    width = row.width
    form, is_load = form_of(row, step), row.op in ("LDX", "LDSX")
    right_bits = step.off if form.startswith("from-") else width
    cases = {"executed"} | edges("left", step.left, step.imm if row.imm == "SWAP" else width)
    cases |= edges("right", step.right, right_bits)
    cases |= edges("imm", step.result, 64) if row.op == "LDDW" else edges_of_imm(row, step)
    if row.form == "X" and step.dst == step.src:
        cases.add("alias")
    if row.off == "JUMP" or row.op == "JA":
        cases |= {"taken" if step.forth != 1 else "not-taken",
                  "back" if step.forth < 0 else "forth"}
    if row.off == "MEM":
        base = step.right if is_load or form == "load-acquire" else step.left
        cases |= place_of(base + step.off)
    if is_load:
        cases |= loaded(step.result, width)
    if form == "cmpxchg":
        expected = step.r0 % (1 << width)
        cases.add("equal" if step.r0_after == expected else "unequal")
    return cases


def edges_of_imm(row, step):
    """imm has 32 bits whatever the width; a shift's is compared with the width."""
    return edges("imm", step.imm, row.width if row.op in SHIFTS else 32)


def trace(source, build, work):
    """The lines of all our own tests, run by the interpreter."""
    sys.path.insert(0, str(source / "test/Conformance"))
    import batch
    import run

    work.mkdir(parents=True, exist_ok=True)
    suite = run.own_suite(source / "test/Conformance", False, work)
    tests = work / "tests"
    tests.write_text("".join(f"{p.name} {p.code.hex()} {p.mem.hex() or '-'}\n"
                             for p in suite.programs))
    command = [build / "bin/bpf-interp", "-trace", "-batch", tests]
    return subprocess.run(command, capture_output=True, text=True, timeout=batch.RUN_SECONDS,
                          check=True).stdout.splitlines()


def missing(rows, lines, source):
    by_opcode = {row.opcode: row for row in rows}
    cases = collections.defaultdict(set)
    for line in lines:
        if line.startswith("trace "):
            step = Step(*(int(word, 0) for word in line.split()[1:]))
            row = by_opcode[step.opcode]
            cases[row, form_of(row, step)] |= met(row, step)
    for row in rows:
        if row.op in ELSEWHERE:
            if not (source / ELSEWHERE[row.op]).exists():
                yield f"{row.op}: {ELSEWHERE[row.op]} is not there"
            continue
        for form, kind in forms(row):
            lacking = [case for case in REQUIRED[kind] if case not in cases[row, form]]
            if lacking:
                name = " ".join(filter(None, (row.op, str(row.width), row.form, form)))
                yield f"{row.opcode:#04x} {name}: no test with {', '.join(lacking)}"


def main():
    source, build, work = map(pathlib.Path, sys.argv[1:4])
    table = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else source / "lib/isa/insn.def"
    rows = read_rows(table)
    problems = list(missing(rows, trace(source, build, work), source))
    print("\n".join(problems + [f"{len(rows)} rows, {len(problems)} with gaps"]))
    return 1 if problems or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
