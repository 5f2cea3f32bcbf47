#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_listing.py TARGET OBJECT CODE.s WORK: what bpf-aot-diff lists of either side is what
llvm-objdump shows of the kernel's code and of bpf-aot's object: each instruction at its place, of its
size and name, and in the totals."""
import json
import pathlib
import re
import subprocess
import sys

import make_jit

LINE = re.compile(r"^\s*([0-9a-f]+):((?: [0-9a-f]{2})+|(?: [0-9a-f]{4,8})+)\s+(\S+)")


def output(command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True,
                          text=True).stdout


def disassemble(path, target, section):
    """(offset, bytes, name) of each instruction."""
    triple, cpu, features = make_jit.row(target)
    text = output(["llvm-objdump", "-d", "-j", section, f"--triple={triple}", f"--mcpu={cpu}",
                   f"--mattr={features}", path])
    return [(int(match.group(1), 16), len(match.group(2).replace(" ", "")) // 2, match.group(3))
            for line in text.splitlines() if (match := LINE.match(line))]


def listed(comparison, side):
    return sorted((line["offset"], line["bytes"], line["text"].split()[0])
                  for insn in comparison["insns"] for line in insn[side])


def main():
    target, program, code, work = sys.argv[1:]
    work = pathlib.Path(work)
    jit, native, kernel = work / "jit", work / "native.o", work / "kernel.o"
    output([sys.executable, make_jit.__file__, "-o", jit, "--target", target, "--object", program,
            "--code", code])
    comparison = json.loads(output(["bpf-aot-diff", program, "-jit", jit, "-json"]))[
        "comparisons"][0]
    triple, cpu, features = make_jit.row(target)
    output(["llvm-mc", f"-triple={triple}", f"-mcpu={cpu}", f"-mattr={features}", "-filetype=obj",
            code, "-o", kernel])
    output(["bpf-aot", program, "-target", target, "-o", native])
    for side, expected in (("kernel", disassemble(kernel, target, ".text")),
                           ("own", disassemble(native, target, ".text.prog"))):
        found, figures = listed(comparison, side), comparison["figures"]
        assert expected and found == expected, (side, found, expected)
        assert figures["instructions"][side] == len(expected), figures
        assert figures["bytes"][side] == sum(size for _, size, _ in expected), figures
        print(f"{target} {side}: {len(expected)} instructions as llvm-objdump has them")


if __name__ == "__main__":
    main()
