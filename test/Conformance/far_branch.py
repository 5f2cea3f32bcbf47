#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A function with more than 1 MiB of native code between a branch and its target, forth and back:
farther than conditional branches of most instruction sets reach.

far_branch.py --target T --build BUILD --out DIR --blocks N [--opt N]"""

import subprocess
import sys

import batch
import bpfobject
from bpfobject import Program
from targets import TARGETS

NM = "/usr/lib/llvm-22/bin/llvm-nm"
MEBIBYTE = 1 << 20


def block(number):
    """Four insns, no two blocks alike, that depend on each other."""
    yield f"r0 ^= {number * 2654435761 & 0x7fffffff}"
    yield f"r3 += {number | 0x10001}"
    yield "r0 -= r3"
    yield f"r3 ^= {number * 40503 & 0xffffff}"


def program(blocks):
    """Through the code once, from its end far back to the start, and then far forth."""
    lines = ["r4 = 1", "r0 = 5", "r3 = 7", "L_again:", "if r4 != 0 goto L_near",
             "gotol L_far", "L_near:", "r4 -= 1"]
    for number in range(blocks):
        lines += block(number)
    return lines + ["gotol L_again", "L_far:", "r0 += 1", "exit"]


def function_bytes(path, symbol):
    text = subprocess.run([NM, "-S", path], capture_output=True, text=True, check=True).stdout
    return next(int(words[1], 16) for words in map(str.split, text.splitlines())
                if len(words) == 4 and words[3] == symbol)


def main():
    parser = batch.parser(__doc__)
    parser.add_argument("--target", required=True, choices=list(TARGETS))
    parser.add_argument("--blocks", type=int, required=True)
    parser.add_argument("--opt", type=int, default=0)
    args = parser.parse_args()
    target = TARGETS[args.target]
    tools = batch.tools_for(args, target.name)
    far = Program("far", b"", asm=program(args.blocks))
    path = tools.work / "far.asm.o"
    bpfobject.write([far], target.bpf_triple, path)
    far.code = bpfobject.read_codes(path)[far.symbol]
    expected = batch.interpret([far], target.big_endian, tools, "far")[far.name]
    got = batch.run([far], target, tools, args.opt, "far")[far.name]
    size = function_bytes(tools.work / f"far-O{args.opt}-use.native.o", far.symbol)
    print(f"far {target.name}: expected {batch.show(expected)}, got {batch.show(got)}, "
          f"{size} bytes")
    return 0 if got == expected and size > MEBIBYTE else 1


if __name__ == "__main__":
    sys.exit(main())
