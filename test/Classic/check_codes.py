# SPDX-License-Identifier: Apache-2.0
"""Every row of codes.def is in the program: check_codes.py SOURCE PROGRAM"""
import pathlib
import re
import sys

import generate

NAMES = {"BPF_LD": 0, "BPF_LDX": 1, "BPF_ST": 2, "BPF_STX": 3, "BPF_ALU": 4, "BPF_JMP": 5, "BPF_RET": 6,
         "BPF_MISC": 7, "BPF_W": 0, "BPF_H": 8, "BPF_B": 0x10, "BPF_IMM": 0, "BPF_ABS": 0x20,
         "BPF_IND": 0x40, "BPF_MEM": 0x60, "BPF_LEN": 0x80, "BPF_MSH": 0xA0, "BPF_K": 0, "BPF_X": 8,
         "BPF_A": 0x10, "BPF_TAX": 0, "BPF_TXA": 0x80}
NAMES |= {f"BPF_{name}": 16 * i for i, name in enumerate(
    ["ADD", "SUB", "MUL", "DIV", "OR", "AND", "LSH", "RSH", "NEG", "MOD", "XOR"])}
NAMES |= {f"BPF_{name}": 16 * i for i, name in enumerate(["JA", "JEQ", "JGT", "JGE", "JSET"])}

table = (pathlib.Path(sys.argv[1]) / "lib/classic/codes.def").read_text(encoding="utf-8")
rows = {sum(NAMES[name] for name in words.split(" | "))
        for words in re.findall(r"^CLASSIC_CODE\(([^,]*),", table, re.M)}
used = {insn[0] for insn in generate.parse(pathlib.Path(sys.argv[2]).read_text(encoding="ascii"))}
print(f"{len(rows)} rows, missing: {sorted(rows - used)}, unknown: {sorted(used - rows)}")
sys.exit(rows != used)
