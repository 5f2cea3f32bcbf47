# SPDX-License-Identifier: Apache-2.0
"""The rows of generate_rows.py for atomic operations, in memory and on the stack.

r2, r3 and r0 hold what is in memory before, the operand, and what a cmpxchg expects. The word
worked on stands 8 bytes behind BASE; other values stand on both sides of it, and in the other half
of its 8 bytes when it has 32 bits."""

import model

PAIRS = [(0, 0), (1, 1), (2**64 - 1, 1), (2**63, 2**64 - 1), (2**63 - 1, 1),
         (0xffffffff, 0xffffffff), (0x80000000, 0x80000000), (0x7fffffff, 2**31),
         (0, 2**63), (1, 2**63 - 1), (2**32 - 1, 0x7fffffff),
         (0x0123456789abcdef, 0xfedcba9876543210)]
FETCH = ("add", "or", "and", "xor")
NAMES = (*FETCH, *("fetch-" + name for name in FETCH), "xchg", "cmpxchg")
BEFORE, HALF, BEHIND = 0x55667788, 0x33221100, 0x11223344
ORDERED = bytes.fromhex("80017fff00ffa55a817e40c0fe0180c3")
VALUES = [0, 1, 2**64 - 1, 0x8000000080008080, 0x0123456789abcdef]


def _reg(width, number):
    return ("r" if width == 64 else "w") + str(number)


def _place(base, offset):
    return f"{base} {'+' if offset >= 0 else '-'} {abs(offset)}"


def _word(width, base, offset):
    return f"*(u{width} *)({_place(base, offset)})"


def _operation(name, width, place):
    reg, r0 = _reg(width, 3), _reg(width, 0)
    if name == "cmpxchg":
        return f"{r0} = {'cmpxchg_64' if width == 64 else 'cmpxchg32_32'}({place}, {r0}, {reg})"
    if name == "xchg":
        return f"{reg} = {'xchg_64' if width == 64 else 'xchg32_32'}({place}, {reg})"
    if name.startswith("fetch-"):
        return f"{reg} = atomic_fetch_{name[6:]}((u{width} *)({place}), {reg})"
    return f"lock *(u{width} *)({place}) {model.ALU[name][0]} {reg}"


def after(name, width, a, b, compare):
    """Memory, and the register that an operation may write (r0 for cmpxchg, else r3)."""
    old, operand = model.unsigned(a, width), model.unsigned(b, width)
    if name == "cmpxchg":
        return (operand if old == model.unsigned(compare, width) else old), old
    if name == "xchg":
        return operand, old
    result = model.alu(name.removeprefix("fetch-"), a, b, width)
    return result, old if name.startswith("fetch-") else b


def _compared(a, number, width):
    """Half of the comparisons fail; of these, some for one bit in the upper half."""
    if number % 2 == 0:
        return a | 1 << 40 if width == 32 else a
    return model.unsigned(a ^ (1 << (width - 1) if number % 4 == 1 else 1), 64)


def _setup(base, at, width):
    lines = ["r2 = *(u64 *)(r1 + 0)", "r3 = *(u64 *)(r1 + 8)", "r0 = *(u64 *)(r1 + 16)"]
    lines += [f"{_word(64, base, at - 8)} = {BEFORE}", f"{_word(64, base, at + 8)} = {BEHIND}"]
    lines += [f"{_word(32, base, at + 4)} = {HALF}"] if width == 32 else []
    return lines + [f"{_word(width, base, at)} = {_reg(width, 2)}"]


def _sum(places):
    lines = ["r0 = 0"]
    for width, base, offset in places:
        lines += [f"r4 = {_word(width, base, offset)}", "r0 += r4"]
    return lines


def _simple(out, name, width, place_name, base, at):
    neighbours = [(64, base, at - 8), (64, base, at + 8)] + ([(32, base, at + 4)] * (width == 32))
    looks = {
        "memory": [f"r0 = {_word(width, base, at)}"],
        "register": [] if name == "cmpxchg" else ["r0 = r3"],
        "neighbours": _sum(neighbours),
    }
    for what, look in looks.items():
        out.template(f"atomic-{name}{width}-{place_name}-{what}", "5.3", "a b compare result",
                     _setup(base, at, width) + [_operation(name, width, _place(base, at))] + look +
                     ["exit"], "{a} {b} {compare} 0 0 0 0")
        for number, (a, b) in enumerate(PAIRS if what != "neighbours" else PAIRS[-2:]):
            compare = _compared(a, number, width)
            memory, register = after(name, width, a, b, compare)
            beside = BEFORE + BEHIND + HALF * (width == 32)
            out.row(a, b, compare, {"memory": memory, "register": register}.get(what, beside))


def _alias(out, name, width):
    """The address is the operand, so what is in memory before makes its low bits the result."""
    before = 2**64 - 1 if name.endswith("and") else 0
    line = _operation(name, width, "r1 + 8").replace(_reg(width, 3), _reg(width, 1))
    out.lines += ["", f"-- test: atomic-{name}{width}-alias", "-- rfc: 5.3",
                  f"-- mem-u64: 0 {before:#x}"]
    fetched = model.unsigned(before, width) if name.startswith(("fetch", "xchg")) else 0
    out.lines += [f"-- result: {fetched:#x}", "    r2 = r1", f"    {line}",
                  f"    r0 = {_word(width, 'r2', 8)}", f"    {_reg(width, 0)} -= {_reg(width, 2)}"]
    out.lines += ["    r0 ^= r1"] if name.startswith(("fetch", "xchg")) else []
    out.lines.append("    exit")


def simple(out, width):
    for name in NAMES[:-1]:
        _alias(out, name, width)
    for name in NAMES:
        _simple(out, name, width, "memory", "r1", 40)
        _simple(out, name, width, "stack", "r10", -24)


def ordered(out):
    """Load-acquire and store-release of every size; came to the instruction set after the RFC."""
    source = "none; kernel: BPF_LOAD_ACQ, BPF_STORE_REL"
    for size in (1, 2, 4, 8):
        bits, reg = 8 * size, ("r" if size == 8 else "w")
        for base, copy in (("r1", []), ("r10", [
                "r2 = *(u64 *)(r1 + 0)", "*(u64 *)(r10 - 16) = r2",
                "r2 = *(u64 *)(r1 + 8)", "*(u64 *)(r10 - 8) = r2"])):
            out.lines += ["", f"-- test: load-acquire{bits}-{base}", f"-- rfc: {source}",
                          f"-- mem: {ORDERED.hex()}", "-- columns: offset result result-be",
                          "    r0 = -1", *("    " + line for line in copy),
                          f"    {reg}0 = load_acquire((u{bits} *)({base} {{offset}}))", "    exit"]
            for offset in range(0, 16, size):
                out.row(f"-{16 - offset}" if copy else f"+{offset}",
                        *(model.load(ORDERED, offset, size, False, big) for big in (False, True)))
        out.lines += ["", f"-- test: load-acquire{bits}-alias", f"-- rfc: {source}",
                      "-- mem-u64: -1 0", f"-- result: {2**bits - 1:#x}",
                      f"    {reg}1 = load_acquire((u{bits} *)(r1 + 0))", "    r0 = r1", "    exit"]
        for base, at in (("r1", 8), ("r10", -8)):
            out.lines += ["", f"-- test: store-release{bits}-{base}", f"-- rfc: {source}",
                          "-- mem-u64: {value} 0x1111111111111111",
                          "-- columns: value result result-be", "    r2 = *(u64 *)(r1 + 0)",
                          "    r3 = 0x1111111111111111 ll", f"    {_word(64, base, at)} = r3",
                          f"    store_release((u{bits} *)({_place(base, at)}), {reg}2)",
                          f"    r0 = {_word(64, base, at)}", "    exit"]
            for value in VALUES:
                words = [model.store(value, size, big) + b"\x11" * (8 - size) for big in (0, 1)]
                out.row(value, *(model.load(words[big], 0, 8, False, big) for big in (0, 1)))
