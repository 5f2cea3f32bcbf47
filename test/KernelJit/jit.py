# SPDX-License-Identifier: Apache-2.0
"""Reads and writes .jit files (tools/bpf-jitdump/README.md)."""
import gzip
import json
import pathlib
import zlib

VERSION = 1
BEFORE_CRC = b',"crc":"'


class Damaged(Exception):
    """Not what was written; the text says where."""


def line(text):
    """The object of a line whose CRC is right."""
    body, found, rest = text.encode("latin-1").rpartition(BEFORE_CRC)
    if not found or rest != b'%08x"}' % zlib.crc32(body):
        raise Damaged(f"wrong CRC: {text[:60]}")
    return json.loads(text)


def with_crc(record):
    """The text of a line."""
    body = json.dumps({key: value for key, value in record.items() if key != "crc"},
                      separators=(",", ":")).encode()[:-1]
    return (body + BEFORE_CRC + b'%08x"}' % zlib.crc32(body)).decode()


def parse(lines):
    """The records of a whole file."""
    records = [line(text) for text in lines]
    if not records or records[0].get("jit") != VERSION:
        raise Damaged(f"does not begin with a line of version {VERSION}")
    if not records[-1].get("end"):
        raise Damaged("cut short: the last line is missing")
    for key, wanted in (("prog", "progs"), ("run", "runs")):
        count = sum(key in record for record in records)
        if count != records[-1][wanted]:
            raise Damaged(f"{count} lines of {wanted}, not {records[-1][wanted]}")
    return records


def read(path):
    data = pathlib.Path(path).read_bytes()
    if pathlib.Path(path).suffix == ".gz":
        data = gzip.decompress(data)
    return parse(data.decode().splitlines())


def write(path, records):
    """Compressed when the name ends in .gz; the same records make the same bytes."""
    data = "".join(with_crc(record) + "\n" for record in records).encode()
    if pathlib.Path(path).suffix == ".gz":
        data = gzip.compress(data, 9, mtime=0)
    pathlib.Path(path).write_bytes(data)
