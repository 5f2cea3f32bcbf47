#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Seconds and memory of the facts stage for programs of 1,000 to 1,000,000 insns, by shape.

usage: analysis_time.py BPF-AOT [-sizes N,N..] [-shapes A,B..] [-limit SECONDS]
A shape is a function that yields insns until it has enough; see SHAPES. -limit: exit code 1 when
a run takes more of the CPU. `seconds` are those of the stage on the clock, others may run too."""
import argparse
import os
import re
import struct
import subprocess
import sys
import tempfile

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOV64_K, MOV64_X, ADD64_K, ADD64_X, AND64_K = 0xB7, 0xBF, 0x07, 0x0F, 0x57
MUL64_K, XOR64_X, LSH64_K, RSH64_K, ADD32_X = 0x27, 0xAF, 0x67, 0x77, 0x0C
LDXB, LDXH, LDXW, LDXDW, STXDW, STXW = 0x71, 0x69, 0x61, 0x79, 0x7B, 0x63
JA, JEQ_K, JGT_X, JNE_K, JLT_K, JSET_K, JGT_K = 0x05, 0x15, 0x2D, 0x55, 0xA5, 0x45, 0x25
CALL, EXIT = 0x85, 0x95


def insn(opcode, dst=0, src=0, off=0, imm=0):
    return struct.pack("<BBhi", opcode, src << 4 | dst, off, imm)


RETURN = insn(MOV64_K, 0) + insn(EXIT)


class Code:
    """Insns of a raw program; `data` begins one, with r2 bytes behind r1."""

    def __init__(self, count):
        self.parts, self.count, self.wanted = [], 0, count

    def __call__(self, *args, **fields):
        self.parts.append(insn(*args, **fields))
        self.count += 1

    def full(self, room=0):
        return self.count + room + 2 >= self.wanted

    def bytes(self):
        return b"".join(self.parts) + RETURN


def straight(code):
    """One block of ALU insns."""
    i = 0
    code(MOV64_K, 0, imm=1)
    while not code.full():
        code((ADD64_X, XOR64_X, ADD32_X, MUL64_K, RSH64_K)[i % 5], i % 10, (i * 7 + 3) % 10
             if i % 5 < 3 else 0, 0, 13 if i % 5 >= 3 else 0)
        i += 1


def parser(code):
    """Unrolled options: the pointer goes by a length from memory, checked each time."""
    code(MOV64_X, 6, 1)
    code(MOV64_X, 7, 2)
    code(MOV64_K, 8)
    while not code.full(9):
        code(MOV64_X, 3, 8)
        code(ADD64_K, 3, imm=4)
        code(JGT_X, 3, 7, 5)
        code(MOV64_X, 4, 6)
        code(ADD64_X, 4, 8)
        code(LDXB, 5, 4, 1)
        code(AND64_K, 5, imm=31)
        code(ADD64_X, 8, 5)


def packet(code):
    """The same with a packet: p + 4 > data_end, then p += a length in it."""
    code(LDXW, 6, 1, 0)
    code(LDXW, 7, 1, 4)
    while not code.full(7):
        code(MOV64_X, 3, 6)
        code(ADD64_K, 3, imm=4)
        code(JGT_X, 3, 7, 3)
        code(LDXB, 5, 6, 1)
        code(AND64_K, 5, imm=31)
        code(ADD64_X, 6, 5)


def nest(code, depth=12):
    """Branches in branches, each with two ways that meet."""
    def inner(level):
        if code.full(4 * level + 4):
            return
        if level == 0:
            code(ADD64_K, 0, imm=1)
            code(XOR64_X, 3, 0)
            return
        at = code.count
        code(JSET_K, 2, imm=1 << level)
        inner(level - 1)
        over = code.count
        code(JA)
        code.parts[at] = insn(JSET_K, 2, 0, code.count - at - 1, 1 << level)
        inner(level - 1)
        code.parts[over] = insn(JA, 0, 0, code.count - over - 1)

    code(MOV64_K, 0)
    code(MOV64_K, 3)
    while not code.full(4 * depth + 4):
        inner(depth)


def loops(code, depth=1, exits=JNE_K):
    """Loops one behind the other, each nested so deep."""
    code(MOV64_K, 0)
    code(MOV64_K, 9, imm=5)
    while not code.full(6 * depth + 4):
        heads = []
        for level in range(depth):
            code(MOV64_K, 3 + level)
            heads.append(code.count)
        code(ADD64_X, 0, 3)
        code(XOR64_X, 9, 0)
        for level in reversed(range(depth)):
            code(ADD64_K, 3 + level, imm=1)
            code(exits, 3 + level, 0, heads[level] - code.count - 1, 64)


def loops2(code):
    loops(code, 2)


def loops3(code):
    loops(code, 3)


def loops6(code):
    loops(code, 6, JLT_K)


def spills(code, slots=64):
    """All slots hold something, with a branch every few insns."""
    for slot in range(slots):
        code(STXDW, 10, 2, -8 * (slot + 1))
    i = 0
    while not code.full(6):
        code(LDXDW, 3, 10, -8 * (i * 13 % slots + 1))
        code(ADD64_K, 3, imm=i % 7)
        code(JSET_K, 2, 0, 1, 1 << i % 31)
        code(STXDW, 10, 3, -8 * (i * 29 % slots + 1))
        i += 1


def words(code):
    """128 halves of slots, each with a class of its own, meet at every branch."""
    code(LDXDW, 3, 1)
    for slot in range(64):
        for half in range(2):
            code(LDXW, 3, 1, 0)
            code(MOV64_X, 4, 3)
            code(STXW, 10, 3, -8 * (slot + 1) + 4 * half)
    i = 0
    while not code.full(8):
        code(LDXW, 3, 1, 4)
        code(MOV64_X, 4, 3)
        code(ADD64_K, 3, imm=i % 7)
        code(JSET_K, 2, 0, 1, 1 << i % 31)
        code(STXW, 10, 3, -4 * (i * 29 % 128 + 1))
        i += 1


def loopspills(code):
    """Loops, each over 64 slots that count."""
    for slot in range(64):
        code(STXDW, 10, 2, -8 * (slot + 1))
    i = 0
    while not code.full(8):
        code(MOV64_K, 3)
        code(LDXDW, 4, 10, -8 * (i * 13 % 64 + 1))
        code(ADD64_K, 4, imm=1)
        code(STXDW, 10, 4, -8 * (i * 13 % 64 + 1))
        code(ADD64_K, 3, imm=1)
        code(JNE_K, 3, 0, -5, 64)
        i += 1


def chase(code, slots=128):
    """Loops in which a change gets from one slot to the next in each round, over 128 slots."""
    while not code.full(4 * slots + 5):
        code(MOV64_K, 5)
        for slot in range(slots):
            code(STXW, 10, 5, -4 * (slot + 1))
        head = code.count
        for slot in reversed(range(1, slots)):
            code(LDXW, 3, 10, -4 * slot)
            code(STXW, 10, 3, -4 * (slot + 1))
        code(STXW, 10, 5, -4)
        code(ADD32_X, 5, 2)
        code(JSET_K, 2, 0, head - code.count - 1, 1)


def dispatcher(code, ways=100):
    """Chains of 100 comparisons that lead to 100 pieces, which meet."""
    while not code.full(6 * ways):
        jumps = []
        code(LDXB, 3, 1)
        for way in range(ways):
            jumps.append(code.count)
            code(JEQ_K, 3)
        code(JA)
        ends = [code.count - 1]
        for way in range(ways):
            code.parts[jumps[way]] = insn(JEQ_K, 3, 0, code.count - jumps[way] - 1, way)
            code(ADD64_K, 2, imm=way)
            code(XOR64_X, 4, 3)
            ends.append(code.count)
            code(JA)
        for end in ends:
            code.parts[end] = insn(JA, 0, 0, code.count - end - 1)


def outer(code, slots=8):
    """One loop around everything, with branches in it: widening goes all the way round."""
    for slot in range(slots):
        code(STXDW, 10, 2, -8 * (slot + 1))
    code(MOV64_K, 3)
    head, i = code.count, 0
    wanted = code.wanted
    code.wanted = min(wanted, code.count + 32_000)  # as far as a jump goes back
    while not code.full(8):
        code(LDXDW, 4, 10, -8 * (i * 13 % slots + 1))
        code(ADD64_K, 4, imm=i % 3)
        code(JSET_K, 2, 0, 1, 1 << i % 31)
        code(STXDW, 10, 4, -8 * (i * 5 % slots + 1))
        i += 1
    code(ADD64_K, 3, imm=1)
    code(JNE_K, 3, 0, head - code.count - 1, 64)
    code.wanted = wanted
    if not code.full(32_000):
        outer(code)


def functions(code, size=100, depth=6):
    """Calls of subprograms with a loop, which call each other six deep; arguments differ."""
    chains = max(1, code.wanted // (size * depth))
    calls = []
    for chain in range(chains):
        code(MOV64_K, 1, imm=chain)
        calls.append((code.count, chain * depth))
        code(CALL, 0, 1)
    code(MOV64_K, 0)
    code(EXIT)
    starts = []
    for number in range(chains * depth):
        starts.append(code.count)
        code(MOV64_K, 3)
        while code.count < starts[-1] + size - 6:
            code(ADD64_X, 1, 3)
        code(ADD64_K, 3, imm=1)
        code(JNE_K, 3, 0, starts[-1] - code.count, 64)
        if number % depth == depth - 1:
            code(MOV64_X, 0, 1)
        else:
            calls.append((code.count, number + 1))
            code(CALL, 0, 1)
        code(ADD64_K, 0, imm=1)
        code(EXIT)
    for at, callee in calls:
        code.parts[at] = insn(CALL, 0, 1, 0, starts[callee] - at - 1)


SHAPES = {f.__name__: f for f in (straight, parser, packet, nest, loops, loops2, loops3, loops6,
                                  spills, words, loopspills, chase, dispatcher, outer, functions)}


def measure(tool, shape, count):
    """(insns, seconds of the facts stage, CPU seconds and peak KiB of the run up to there)"""
    sys.setrecursionlimit(10_000)
    code = Code(count)
    SHAPES[shape](code)
    kind = "xdp" if shape == "packet" else "raw"
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(code.bytes())
        file.flush()
        command = [tool, "-target", "mipsel", "-raw", "-prog-type", kind, "-time-stages",
                   "-stop-after", "facts", file.name]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
            messages = run.stderr.read()
            _, status, usage = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
    seconds = re.search(r"([\d.]+) s  facts", messages)
    if run.returncode or not seconds:
        sys.exit(f"{shape} {count}: {messages[:1000]}")
    cpu = usage.ru_utime + usage.ru_stime
    return code.count + 2, float(seconds.group(1)), cpu, usage.ru_maxrss


def main():
    parser_ = argparse.ArgumentParser(description=__doc__)
    parser_.add_argument("tool")
    parser_.add_argument("-sizes", default=",".join(map(str, SIZES)))
    parser_.add_argument("-shapes", default=",".join(SHAPES))
    parser_.add_argument("-limit", type=float, default=0)
    args = parser_.parse_args()
    slow = False
    print(f"{'shape':<12}{'insns':>9}{'seconds':>9}{'cpu':>8}{'MiB':>7}")
    for shape in args.shapes.split(","):
        for size in map(int, args.sizes.split(",")):
            insns, seconds, cpu, peak = measure(args.tool, shape, size)
            slow |= bool(args.limit) and cpu > args.limit
            print(f"{shape:<12}{insns:>9}{seconds:>9.3f}{cpu:>8.2f}{peak // 1024:>7}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
