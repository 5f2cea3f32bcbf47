# SPDX-License-Identifier: Apache-2.0
"""Copies a RISC-V archive and marks its objects as of the double-float ABI (e_flags).

usage: riscv_double_float.py ARCHIVE COPY

lld links only objects of one float ABI. Functions that neither take nor return floating-point
values are the same in all of them.
"""
import struct
import sys

AR_MAGIC = b"!<arch>\n"
AR_HEADER_BYTES = 60
EF_RISCV_FLOAT_ABI = 6
EF_RISCV_FLOAT_ABI_DOUBLE = 4


def mark(data, base):
    at = base + (0x30 if data[base + 4] == 2 else 0x24)
    flags, = struct.unpack_from("<I", data, at)
    if flags & EF_RISCV_FLOAT_ABI:
        sys.exit("riscv_double_float.py: error: a member is not of the soft-float ABI")
    struct.pack_into("<I", data, at, flags | EF_RISCV_FLOAT_ABI_DOUBLE)


def main():
    source, copy = sys.argv[1:]
    with open(source, "rb") as file:
        data = bytearray(file.read())
    at = len(AR_MAGIC)
    while at < len(data):
        size = int(data[at + 48:at + 58])
        body = at + AR_HEADER_BYTES
        if data[body:body + 4] == b"\x7fELF":
            mark(data, body)
        at = body + size + size % 2
    with open(copy, "wb") as file:
        file.write(data)


main()
