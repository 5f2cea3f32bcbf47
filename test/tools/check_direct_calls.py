#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_direct_calls.py OBJDUMP TARGET OBJECT: fails if the object calls through a register, or not
at all. Not counted: a return, and a RISC-V or MIPS call that is direct by its relocation, which the
linker makes one insn of."""
import re
import subprocess
import sys

# Start of a target's name to what an indirect call or tail call looks like in the disassembly.
INDIRECT = (
    ("mips", re.compile(r"\b(jalrc?|jialc)\b|\bjr\b(?!\s+\$ra)|\bjic\b")),
    ("riscv", re.compile(r"\bjalr\b|\bjr\b")),
    ("arm", re.compile(r"\bblx\s+r|\bbx\s+r|\bmov\s+pc, r")),
    ("thumb", re.compile(r"\bblx\s+r|\bbx\s+r|\bmov\s+pc, r")),
    ("aarch64", re.compile(r"\b(blr|br)\b")),
    ("x86", re.compile(r"\b(call|jmp)q?\s+\*")),
)
CALL_RELOCATION = re.compile(r"R_\w*(CALL|26|PC24|JUMP24|PLT32|THM_CALL|PC26)[\w/]*\s+(\S+)")


def main():
    objdump, target, path = sys.argv[1:]
    pattern = next(found for start, found in INDIRECT if target.startswith(start))
    lines = subprocess.run([objdump, "-dr", "--no-show-raw-insn", path], capture_output=True,
                           text=True, check=True).stdout.splitlines()
    calls = {match.group(2) for line in lines if (match := CALL_RELOCATION.search(line))}
    indirect = []
    for before, line in zip([""] + lines, lines):
        if pattern.search(line) and not ("R_RISCV_CALL" in before and "jalr" in line):
            indirect.append(line.strip())
    print(f"{target}: {len(calls)} called, {len(indirect)} calls through a register")
    print("\n".join(sorted(calls) + indirect))
    return 1 if indirect or not any("bpf_aot_" in name for name in calls) else 0


if __name__ == "__main__":
    sys.exit(main())
