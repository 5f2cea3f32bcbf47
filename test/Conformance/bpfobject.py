# SPDX-License-Identifier: Apache-2.0
"""Writes a batch of BPF programs as one ELF object, by way of llvm-mc, and reads it back."""

import dataclasses
import re
import struct
import subprocess

LLVM_MC = "/usr/lib/llvm-22/bin/llvm-mc"
STT_FUNC = 2
CALL, CALL_LOCAL, LDDW, LDDW_FUNCTION = 0x85, 1, 0x18, 4
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


def _decode(code, at, big_endian):
    opcode, regs, off, imm = struct.unpack((">" if big_endian else "<") + "BBhi", code[at:at + 8])
    dst, src = (regs >> 4, regs & 15) if big_endian else (regs & 15, regs >> 4)
    return opcode, dst, src, off, imm


def insns(code, big_endian):
    """(slot, opcode, dst, src, off, imm) of each."""
    at = 0
    while at < len(code):
        insn = _decode(code, at, big_endian)
        yield (at // 8, *insn)
        at += 16 if insn[0] == LDDW else 8


def _function_targets(code, big_endian):
    """Slots where subprograms begin, as real objects mark them with symbols."""
    return sorted({slot + 1 + imm for slot, opcode, _, src, _, imm in insns(code, big_endian)
                   if (opcode, src) in ((CALL, CALL_LOCAL), (LDDW, LDDW_FUNCTION))})


def _hex_insn(program, slot, size, big_endian):
    opcode, dst, src, _, imm = _decode(program.code, slot * 8, big_endian)
    if (opcode, src) == (LDDW, LDDW_FUNCTION):
        return f"r{dst} = {program.symbol}__{slot + 1 + imm} ll"
    return ".byte " + ",".join(f"{byte:#x}" for byte in program.code[slot * 8:slot * 8 + size])


def _hex_functions(program, big_endian):
    starts = [0] + _function_targets(program.code, big_endian)
    ends = starts[1:] + [len(program.code) // 8]
    slots = [(slot, 16 if opcode == LDDW else 8)
             for slot, opcode, *_ in insns(program.code, big_endian)]
    lines = []
    for start, end in zip(starts, ends):
        body = [_hex_insn(program, slot, size, big_endian) for slot, size in slots
                if start <= slot < end]
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

    def relocations(self, section):
        """(offset, value of the symbol) of each; addends stand in the code."""
        if ".rel" + section not in self.sections:
            return
        _, table = self.sections[".rel" + section]
        symbols_at = self.sections[".symtab"][1][4]
        for at in range(table[4], table[4] + table[5], 16):
            offset, info = self._unpack("QQ", at)
            yield offset, self._unpack("Q", symbols_at + 24 * (info >> 32) + 8)[0]

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


def _resolve_function_addresses(elf, text):
    """An LDDW that loads the address of a function says so, relative to itself, as for the
    kernel: source 4."""
    code, big_endian = bytearray(text), elf.order == ">"
    for offset, value in elf.relocations(".text"):
        opcode, dst, _, _, addend = _decode(code, offset, big_endian)
        if opcode == LDDW:
            regs = dst << 4 | LDDW_FUNCTION if big_endian else LDDW_FUNCTION << 4 | dst
            distance = (value + addend - offset) // 8 - 1
            struct.pack_into(elf.order + "BBhi", code, offset, LDDW, regs, 0, distance)
    return bytes(code)


def read_codes(path):
    """Symbol to instruction bytes, the subprograms behind a program included."""
    elf = ElfReader(path.read_bytes())
    text = _resolve_function_addresses(elf, elf.section(".text"))
    starts = elf.global_functions(".text")
    ends = [value for value, _ in starts[1:]] + [len(text)]
    return {name: text[value:end] for (value, name), end in zip(starts, ends)}
