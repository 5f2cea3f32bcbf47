#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes rows-*.data: instructions by edge values, expectations from model.py. The files are
checked in; run this only to change them. --random adds values for a one-time comparison."""

import argparse
import pathlib
import random

import atomic_rows
import model

MIN64, MAX64 = 2**63, 2**63 - 1
MIN32, MAX32 = 2**31, 2**31 - 1
# What check_insn_rows.py wants to see on both sides: zero, one, minus one and the extremes. The
# upper half of 32-bit operands must not matter.
IMM_EDGES = [0, 1, -1, -MIN32, MAX32]
EDGES = {64: [0, 1, 2**64 - 1, MIN64, MAX64],
         32: [0xdeadbeef << 32 | value for value in (0, 1, 2**32 - 1, MIN32, MAX32)]}
HEAD = "# SPDX-License-Identifier: Apache-2.0\n# Written by generate_rows.py.\n"

PAIRS = [(0, 0), (1, 2**64 - 1), (2**64 - 1, 1), (MIN64, 2**64 - 1), (MAX64, MIN64),
         (0xffffffff, 0x100000001), (0x0123456789abcdef, 0xfedcba9876543210),
         (0xdeadbeef80000000, 0xffffffff), (0x8000000080000000, 0x7fffffff7fffffff)]
DIVIDE_PAIRS = [(7, 0), (0xaaaaaaaabbbbbbbb, 0x500000000), (MIN64, 2**64 - 1),
                (0xffffffff80000000, 0xffffffff), (2**64 - 7, 2), (7, 2**64 - 2),
                (2**64 - 7, 2**64 - 2), (0x123456789abcdef0, 0x100000003), (5, 10),
                (2**64 - 1, 0x80000000)]
SHIFT_PAIRS = [(0x8123456789abcdef, n) for n in (0, 1, 31, 32, 33, 63, 64, 65, 2**64 - 1)]
IMMEDIATES = [0, 1, -1, 7, -7, MAX32, -MIN32, 0x12345]
SHIFTS64, SHIFTS32 = (0, 1, 31, 32, 63), (0, 1, 15, 31)
LEFT = [0x8123456789abcdef, 0xffffffff80000000, 0x7fffffff, 0]
JUMP_PAIRS = [(0, 0), (1, 2), (2**64 - 1, 0), (MIN64, MAX64), (0x100000000, 0),
              (0xffffffff80000000, 0x7fffffff), (0xf0, 0x0f)]
JUMP_IMMEDIATES = [(0, 0), (5, 5), (2**64 - 1, -1), (0xffffffff, -1), (0x80000000, -MIN32),
                   (4, 5), (6, 5), (0x500000005, 5)]
SIGNS = [0x7f, 0x80, 0x7fff, 0x8000, 0x7fffffff, 0x80000000, 2**64 - 1, 0x8000000080008080]


class Writer:
    """One file of templates with rows."""

    def __init__(self):
        self.lines = []

    def template(self, name, section, columns, asm, memory="{a} {b}"):
        self.lines += ["", f"-- test: {name}", f"-- rfc: {section}"]
        self.lines += [f"-- mem-u64: {memory}"] if memory else []
        self.lines += [f"-- columns: {columns}"] + ["    " + line for line in asm]

    def row(self, *values):
        self.lines.append("-- row: " + " ".join(
            hex(v) if isinstance(v, int) and v >= 0 else str(v) for v in values))


def _reg(width, number):
    return ("r" if width == 64 else "w") + str(number)


LOAD_A, LOAD_B = "r0 = *(u64 *)(r1 + 0)", "r2 = *(u64 *)(r1 + 8)"


def _extra(args, count):
    edge = random.Random(args.seed)
    return [tuple(edge.getrandbits(64) >> edge.choice((0, 0, 16, 32, 48)) for _ in range(2))
            for _ in range(count)]


def edge_pairs(width, rights=None):
    """Each edge once on the left and, at least, on the right."""
    lefts, rights = EDGES[width], rights or EDGES[width]
    count = max(len(lefts), len(rights))
    return [(lefts[(at + 2) % len(lefts)], rights[at % len(rights)]) for at in range(count)]


def alu_x(out, name, width, pairs):
    text, _ = model.ALU[name]
    out.template(f"{name}{width}-x", "4.1, operands in registers", "a b result",
                 [LOAD_A, LOAD_B, f"{_reg(width, 0)} {text} {_reg(width, 2)}", "exit"])
    for a, b in pairs + edge_pairs(width):
        out.row(a, b, model.alu(name, a, b, width))
    out.template(f"{name}{width}-alias", "4.1, one register is both operands", "a result",
                 [LOAD_A, f"{_reg(width, 0)} {text} {_reg(width, 0)}", "exit"], "{a}")
    for a in (0, 2**64 - 1, 0x8000000180000003):
        out.row(a, model.alu(name, a, a, width))


def alu_k(out, name, width, immediates):
    text, _ = model.ALU[name]
    out.template(f"{name}{width}-k", "4.1, imm is sign-extended", "a k result",
                 [LOAD_A, f"{_reg(width, 0)} {text} {{k}}", "exit"], "{a}")
    for number, k in enumerate(immediates):
        a = LEFT[number % 2]
        out.row(a, k, model.alu(name, a, k, width))
    for a, k in edge_pairs(width, immediates if name.endswith("sh") else IMM_EDGES):
        out.row(a, k, model.alu(name, a, k, width))


def alu_file(names, pairs, args, widths=(64, 32)):
    out = Writer()
    for name in names:
        for width in widths:
            alu_x(out, name, width, pairs + _extra(args, args.random))
            shifts = SHIFTS64 if width == 64 else SHIFTS32
            alu_k(out, name, width, shifts if name.endswith("sh") else IMMEDIATES)
    return out


def jumps_file(names, args):
    out = Writer()
    for name in names:
        text = model.CONDITIONS[name][0]
        for width in (64, 32):
            edges = edge_pairs(width)
            for form, pairs in (("x", JUMP_PAIRS + _extra(args, args.random) + edges),
                                ("k", JUMP_IMMEDIATES + edge_pairs(width, IMM_EDGES))):
                right = _reg(width, 2) if form == "x" else "{b}"
                out.template(
                    f"{name}{width}-{form}", "4.3, taken gives 1", "a b result",
                    ["r3 = *(u64 *)(r1 + 0)"] + ([LOAD_B] if form == "x" else []) +
                    ["r0 = 1", f"if {_reg(width, 3)} {text} {right} goto L_taken", "r0 = 2",
                     "L_taken:", "exit"], "{a} {b}" if form == "x" else "{a}")
                for a, b in pairs:
                    out.row(a, b, 1 if model.taken(name, a, b, width) else 2)
            jump_alias(out, name, width)
    return out


def jump_alias(out, name, width):
    text, reg = model.CONDITIONS[name][0], _reg(width, 3)
    out.template(f"{name}{width}-alias", "4.3, one register is both operands", "a result",
                 ["r3 = *(u64 *)(r1 + 0)", "r0 = 1", f"if {reg} {text} {reg} goto L_taken",
                  "r0 = 2", "L_taken:", "exit"], "{a}")
    for a in (0, 0xdeadbeef << 32, 2**64 - 1):
        out.row(a, 1 if model.taken(name, a, a, width) else 2)


def unary_file(args):
    out = Writer()
    values = LEFT + [MIN64, 2**64 - 1] + [a for a, _ in _extra(args, args.random)]
    for width in (64, 32):
        reg = _reg(width, 0)
        out.template(f"neg{width}", "4.1", "a result", [LOAD_A, f"{reg} = -{reg}", "exit"], "{a}")
        for a in values + EDGES[width]:
            out.row(a, model.neg(a, width))
        for bits in (8, 16, 32)[:3 if width == 64 else 2]:
            out.template(f"movsx{bits}to{width}", "4.1", "a result",
                         ["r2 = *(u64 *)(r1 + 0)", f"{reg} = (s{bits}){_reg(width, 2)}", "exit"],
                         "{a}")
            for a in SIGNS + values[6:] + [0, 1]:
                out.row(a, model.movsx(a, bits, width))
            out.template(f"movsx{bits}to{width}-alias", "4.1", "a result",
                         [LOAD_A, f"{reg} = (s{bits}){reg}", "exit"], "{a}")
            for a in SIGNS[-2:]:
                out.row(a, model.movsx(a, bits, width))
    for bits in (16, 32, 64):
        for kind in ("bswap", "le", "be"):
            out.template(f"{kind}{bits}", "4.2", "a result result-be",
                         [LOAD_A, f"r0 = {kind}{bits} r0", "exit"], "{a}")
            top = 2**(bits - 1)
            for a in [0x0123456789abcdef, 0xfedcba9876543210, 0xff, 0x8000000000000000, 0, 1,
                      2**64 - 1, 0xdeadbeef << bits & 2**64 - 1 | top, top - 1]:
                swapped, same = model.bswap(a, bits), model.unsigned(a, bits)
                little = same if kind == "le" else swapped
                out.row(a, little, swapped if kind != "be" else same)
    return out


MEMORY = bytes.fromhex("80017fff00ffa55a817e40c0fe0180c3")


def memory_file():
    """Every access, at the offsets of its natural alignment."""
    out = Writer()
    for size in (1, 2, 4, 8):
        for sign in "us"[:2 if size < 8 else 1]:
            out.lines += ["", f"-- test: ld-{sign}{8 * size}", "-- rfc: 5.1, 5.2",
                          f"-- mem: {MEMORY.hex()}", "-- columns: offset result result-be",
                          f"    r0 = *({sign}{8 * size} *)(r1 + {{offset}})", "    exit"]
            for offset in range(0, 16, size):
                out.row(str(offset), *(model.load(MEMORY, offset, size, sign == "s", big)
                                       for big in (False, True)))
    for size in (1, 2, 4, 8):
        for kind, value in (("x", "r2"), ("k", "{value}")):
            out.lines += ["", f"-- test: st-{kind}{8 * size}",
                          "-- rfc: 5.1, imm is sign-extended" if kind == "k" else "-- rfc: 5.1",
                          f"-- mem: {'11' * 8}", "-- columns: value result result-be",
                          "    r2 = {value} ll", f"    *(u{8 * size} *)(r1 + 0) = {value}",
                          "    r0 = *(u64 *)(r1 + 0)", "    exit"]
            values = (0, -1, -MIN32, MAX32) + ((0x0123456789abcdef,) if kind == "x" else ())
            for number in values:
                after = [model.store(number, size, big) + b"\x11" * (8 - size)
                         for big in (False, True)]
                out.row(number, *(model.load(after[big], 0, 8, False, big) for big in (0, 1)))
    return out


ENDS = bytes(8) + b"\xff" * 8


def alias_file():
    """Address and value in one register, zero and ones, narrow accesses to the stack; lddw."""
    out = Writer()
    for size in (1, 2, 4, 8):
        bits = 8 * size
        for sign in "us"[:2 if size < 8 else 1]:
            access = f"*({sign}{bits} *)"
            for where, copy, base, at in (("memory", [], "r1", 0),
                                          ("stack", STACK_COPY + ["r1 = r10"], "r1", -16)):
                out.lines += ["", f"-- test: ld-{sign}{bits}-alias-{where}", "-- rfc: 5.1, 5.2",
                              f"-- mem: {ENDS.hex()}", "-- columns: offset result",
                              *("    " + line for line in copy),
                              f"    r1 = {access}({base} {{offset}})", "    r0 = r1", "    exit"]
                for offset in (0, 8):
                    out.row(f"{at + offset:+}", model.load(ENDS, offset, size, sign == "s", False))
        out.lines += ["", f"-- test: st-{bits}-alias", "-- rfc: 5.1", "-- mem-u64: -1 -1",
                      "-- result: 0", f"    *(u{bits} *)(r1 + 8) = {'r' if size == 8 else 'w'}1",
                      f"    r0 = *(u{bits} *)(r1 + 8)", "    r0 -= r1", f"    r0 <<= {64 - bits}",
                      "    exit"]
        out.template(f"st-{bits}-stack", "5.1", "a k result",
                     ["r2 = *(u64 *)(r1 + 0)", f"*(u{bits} *)(r10 - 16) = {{k}}",
                      f"*(u{bits} *)(r10 - 8) = {'r' if size == 8 else 'w'}2",
                      f"r0 = *(u{bits} *)(r10 - 16)", f"r3 = *(u{bits} *)(r10 - 8)",
                      "r0 ^= r3", "exit"], "{a}")
        for a, k in edge_pairs(64, IMM_EDGES):
            out.row(a, k, model.unsigned(a ^ k, bits))
    out.template("lddw", "5.4", "a result", ["r0 = {a} ll", "exit"], None)
    for a in EDGES[64] + EDGES[32]:
        out.row(a, a)
    return out


STACK_COPY = ["r2 = *(u64 *)(r1 + 0)", "*(u64 *)(r10 - 16) = r2", "r2 = *(u64 *)(r1 + 8)",
              "*(u64 *)(r10 - 8) = r2"]


def atomics_file(width):
    out = Writer()
    atomic_rows.simple(out, width)
    return out


def ordered_file():
    out = Writer()
    atomic_rows.ordered(out)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    files = {
        "add-mul": alu_file(["add", "sub", "mul"], PAIRS, args),
        "bitwise": alu_file(["or", "and", "xor", "mov"], PAIRS, args),
        "divmod": alu_file(["div", "mod", "sdiv", "smod"], DIVIDE_PAIRS, args),
        "shift": alu_file(["lsh", "rsh", "arsh"], SHIFT_PAIRS, args),
        "jumps-equal": jumps_file(["jeq", "jne", "jset"], args),
        "jumps-unsigned": jumps_file(["jgt", "jge", "jlt", "jle"], args),
        "jumps-signed": jumps_file(["jsgt", "jsge", "jslt", "jsle"], args),
        "unary": unary_file(args),
        "memory": memory_file(),
        "alias": alias_file(),
        "atomics64": atomics_file(64),
        "atomics32": atomics_file(32),
        "ordered": ordered_file(),
    }
    for name, out in files.items():
        (args.out / f"rows-{name}.data").write_text(HEAD + "\n".join(out.lines) + "\n")


if __name__ == "__main__":
    main()
