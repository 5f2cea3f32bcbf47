# SPDX-License-Identifier: Apache-2.0
"""Every code of codes.def in one valid program: every_code.py PROGRAM

Nothing is skipped before the end: each jump leads to the next insn or over one of them. The result mixes
what all of them found, as long as the packet has 64 bytes."""
import sys

import generate
from generate import (A, ABS, ADD, ALU, AND, DIV, IMM, IND, JA, JEQ, JGE, JGT, JMP, JSET, LD, LDX, LEN, LSH,
                      MEM, MISC, MOD, MSH, MUL, NEG, OR, RET, RSH, ST, STX, SUB, TAX, TXA, X, XOR)

H, B = 8, 0x10


def add_to_cell(insns):
    """M[0] = M[0] * 31 + A, so that what came before still counts; A stays."""
    insns += [(ST, 0, 0, 1), (LD | MEM, 0, 0, 0), (ALU | MUL, 0, 0, 31), (STX, 0, 0, 2), (LDX | MEM, 0, 0, 1),
              (ALU | ADD | X, 0, 0, 0), (LDX | MEM, 0, 0, 2), (ST, 0, 0, 0), (LD | MEM, 0, 0, 1)]


def program():
    insns = [(LD | IMM, 0, 0, 0x12345678), (ST, 0, 0, 0), (LDX | IMM, 0, 0, 5)]
    for code, k in ([(LD | ABS, 2), (LD | ABS | H, 12), (LD | ABS | B, 14), (LD | IND, 20), (LD | IND | H, 21),
                     (LD | IND | B, 22), (LD | LEN, 0), (LDX | LEN, 0), (LDX | MSH | B, 14)] +
                    [(ALU | op, 0x9E3779B1) for op in (ADD, SUB, MUL, OR, XOR)] +
                    [(ALU | AND, 0xFFFFFFF7), (ALU | DIV, 3), (ALU | MOD, 1000003), (ALU | LSH, 9),
                     (ALU | RSH, 2), (ALU | NEG, 0)] +
                    [(ALU | op | X, 0) for op in (ADD, SUB, MUL, OR, AND, XOR, LSH, RSH, DIV, MOD)] +
                    [(LDX | IMM, 77), (MISC | TXA, 0), (MISC | TAX, 0)]):
        insns.append((code, 0, 0, k))
        add_to_cell(insns)
    for op in (JEQ, JGT, JGE, JSET):
        for source in (0, X):
            insns.append((JMP | op | source, 0, 1, 0x4D))
            insns.append((ALU | ADD, 0, 0, 1))
            insns.append((JMP | op | source, 1, 0, 0x4D))
            insns.append((ALU | ADD, 0, 0, 2))
            add_to_cell(insns)
    insns += [(JMP | JA, 0, 0, 1), (RET, 0, 0, 7), (LD | MEM, 0, 0, 0), (RET | A, 0, 0, 0)]
    return insns


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="ascii") as file:
        file.write(generate.text(program()))
