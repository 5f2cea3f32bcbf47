# SPDX-License-Identifier: Apache-2.0
"""Marks MIPS objects as free of floating point: sets fp_abi of .MIPS.abiflags to "any".

usage: mips_fp_any.py FILE...   objects or ar archives, changed in place

clang can only say soft or double float, and lld refuses to link one with the other. Code that
passes no floating-point value links with both.
"""
import struct
import sys

SHT_MIPS_ABIFLAGS = 0x7000002A
FP_ABI_OFFSET = 7
AR_MAGIC = b"!<arch>\n"
AR_HEADER_BYTES = 60


def patch_object(data, base):
    """Patches the ELF file that begins at data[base]; returns the number of sections changed."""
    order = "<" if data[base + 5] == 1 else ">"
    if data[base + 4] == 2:
        shoff, = struct.unpack_from(order + "Q", data, base + 0x28)
        shentsize, shnum = struct.unpack_from(order + "HH", data, base + 0x3A)
        type_at, offset_at, word = 4, 24, "Q"
    else:
        shoff, = struct.unpack_from(order + "I", data, base + 0x20)
        shentsize, shnum = struct.unpack_from(order + "HH", data, base + 0x2E)
        type_at, offset_at, word = 4, 16, "I"
    count = 0
    for index in range(shnum):
        header = base + shoff + index * shentsize
        kind, = struct.unpack_from(order + "I", data, header + type_at)
        if kind == SHT_MIPS_ABIFLAGS:
            offset, = struct.unpack_from(order + word, data, header + offset_at)
            data[base + offset + FP_ABI_OFFSET] = 0
            count += 1
    return count


def patch_archive(data):
    at = len(AR_MAGIC)
    while at < len(data):
        size = int(data[at + 48:at + 58])
        body = at + AR_HEADER_BYTES
        if data[body:body + 4] == b"\x7fELF" and not patch_object(data, body):
            sys.exit("mips_fp_any.py: error: a member has no .MIPS.abiflags")
        at = body + size + size % 2


def main():
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            data = bytearray(file.read())
        if data.startswith(AR_MAGIC):
            patch_archive(data)
        else:
            patch_object(data, 0)
        with open(name, "wb") as file:
            file.write(data)


main()
