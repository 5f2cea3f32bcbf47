# SPDX-License-Identifier: Apache-2.0
"""Writes a batch of BPF programs as one ELF object, by way of llvm-mc, and reads it back."""

import dataclasses
import re
import struct
import subprocess

LLVM_MC = "/usr/lib/llvm-22/bin/llvm-mc"
STT_FUNC = 2
CALL, CALL_LOCAL, LDDW = 0x85, 1, 0x18
STB_GLOBAL = 1


@dataclasses.dataclass
class Program:
    name: str
    mem: bytes
    code: bytes = None  # in the byte order of the target; unused for the object if there is asm
    asm: list = None  # lines, where there is no code yet
    expected: int = None

    @property
    def symbol(self):
        return "t_" + re.sub(r"\W", "_", self.name)


def swap_encoding(code):
    """Little-endian encoding to big-endian or back: register nibbles and fields turn round."""
    out = bytearray()
    for at in range(0, len(code), 8):
        opcode, regs, off, imm = struct.unpack("<BBHI", code[at:at + 8])
        out += struct.pack(">BBHI", opcode, (regs & 15) << 4 | regs >> 4, off, imm)
    return bytes(out)


def _function(symbol, binding, body):
    lines = [f".{binding} {symbol}", f".type {symbol},@function", f"{symbol}:"]
    return lines + ["\t" + line for line in body] + [f".size {symbol}, .-{symbol}"]


def _rename(line, symbol):
    """Labels become local to the program: L_x vanishes from the object, F_x is a symbol."""
    line = re.sub(r"\bL_(\w+)", rf".L{symbol}_\1", line)
    return re.sub(r"\bF_(\w+)", rf"{symbol}__\1", line)


def _asm_functions(program):
    symbol, binding, body, lines = program.symbol, "globl", [], []
    for line in program.asm:
        start = re.fullmatch(r"F_(\w+):", line)
        if start:
            lines += _function(symbol, binding, body)
            symbol, binding, body = f"{program.symbol}__{start.group(1)}", "local", []
        else:
            body.append(_rename(line, program.symbol))
    return lines + _function(symbol, binding, body)


def _local_call_targets(code, big_endian):
    """Slots where subprograms begin, as real objects mark them with symbols."""
    targets, at = set(), 0
    order = ">" if big_endian else "<"
    while at < len(code):
        opcode, regs, _, imm = struct.unpack(order + "BBhi", code[at:at + 8])
        src = regs & 15 if big_endian else regs >> 4
        if opcode == CALL and src == CALL_LOCAL:
            targets.add(at // 8 + 1 + imm)
        at += 16 if opcode == LDDW else 8
    return sorted(targets)


def _hex_functions(program, big_endian):
    starts = [0] + _local_call_targets(program.code, big_endian)
    ends = starts[1:] + [len(program.code) // 8]
    lines = []
    for start, end in zip(starts, ends):
        body = [
            ".byte " + ",".join(f"{byte:#x}" for byte in program.code[at:at + 8])
            for at in range(start * 8, end * 8, 8)
        ]
        symbol = f"{program.symbol}__{start}" if start else program.symbol
        lines += _function(symbol, "local" if start else "globl", body)
    return lines


def write(programs, triple, path):
    """One global function per program, subprograms behind them with local symbols."""
    symbols = [program.symbol for program in programs]
    assert len(set(symbols)) == len(symbols), "two programs have one symbol"
    lines = ["\t.text"]
    for program in programs:
        lines += (_asm_functions(program) if program.asm else
                  _hex_functions(program, triple == "bpfeb"))
    source = path.with_suffix(".s")
    source.write_text("\n".join(lines) + "\n")
    subprocess.run([LLVM_MC, f"-triple={triple}", "-mcpu=v4", "-filetype=obj", source, "-o", path],
                   check=True)


class ElfReader:
    """As much of ELF64 as an object of llvm-mc needs."""

    def __init__(self, data):
        self.data = data
        self.order = ">" if data[5] == 2 else "<"
        offset, = self._unpack("Q", 40)
        size, count, names = self._unpack("HHH", 58)
        headers = [self._unpack("IIQQQQIIQQ", offset + i * size) for i in range(count)]
        names_at = headers[names][4]
        self.sections = {self._string(names_at + h[0]): (index, h)
                         for index, h in enumerate(headers)}

    def _unpack(self, fields, at):
        return struct.unpack_from(self.order + fields, self.data, at)

    def _string(self, at):
        return self.data[at:self.data.index(b"\0", at)].decode()

    def section(self, name):
        _, header = self.sections[name]
        return self.data[header[4]:header[4] + header[5]]

    def global_functions(self, section):
        """(offset, name) of the global functions of a section, in its order."""
        number = self.sections[section][0]
        _, table = self.sections[".symtab"]
        strings_at = self.sections[".strtab"][1][4]
        found = []
        for at in range(table[4], table[4] + table[5], 24):
            name, info, _, index, value, _ = self._unpack("IBBHQQ", at)
            if index == number and info == (STB_GLOBAL << 4 | STT_FUNC):
                found.append((value, self._string(strings_at + name)))
        return sorted(found)


def read_codes(path):
    """Symbol to instruction bytes, the subprograms behind a program included."""
    elf = ElfReader(path.read_bytes())
    text = elf.section(".text")
    starts = elf.global_functions(".text")
    ends = [value for value, _ in starts[1:]] + [len(text)]
    return {name: text[value:end] for (value, name), end in zip(starts, ends)}
