# SPDX-License-Identifier: Apache-2.0
"""Reads the tests of *.data files.

    -- test: NAME                  begins a test; all other lines but fields are its assembly
    -- rfc: SECTION, why           where the expected value comes from
    -- mem: HEX                    bytes that r1 points to; or in the target's byte order:
    -- mem-u16|-u32|-u64: NUMBERS
    -- result: NUMBER              r0 at exit
    -- result-be: NUMBER           if another on big-endian targets
    -- columns: a b result         makes a template of the test: {a} and {b} stand for columns
    -- row: 1 2 3                  one test, NAME.<row number>

Labels in the assembly begin with L_ (jump targets) or F_ (subprograms). A # begins a comment."""

import dataclasses
import pathlib
import re
import struct


@dataclasses.dataclass
class Test:
    name: str
    asm: list
    mem: dict  # by big_endian
    result: dict  # by big_endian


class FormatError(Exception):
    pass


def _number(text):
    value = int(text, 0)
    return value & (2**64 - 1)


def _words(values, code, big_endian):
    size = struct.calcsize("=" + code)
    order = ">" if big_endian else "<"
    return b"".join(struct.pack(order + code, _number(v) & (256**size - 1)) for v in values)


def _memory(fields, big_endian):
    for field, code in (("mem-u16", "H"), ("mem-u32", "I"), ("mem-u64", "Q")):
        if field in fields:
            return _words(fields[field].split(), code, big_endian)
    return bytes.fromhex(fields.get("mem", ""))


def _make(name, fields, asm):
    little = _number(fields["result"])
    big = _number(fields.get("result-be", fields["result"]))
    return Test(name, asm, {order: _memory(fields, order) for order in (False, True)},
                {False: little, True: big})


def _substitute(text, values):
    return re.sub(r"\{(\w+)\}", lambda match: values[match.group(1)], text)


def _expand(name, fields, rows, asm):
    if "columns" not in fields:
        yield _make(name, fields, asm)
        return
    columns = fields["columns"].split()
    for number, row in enumerate(rows):
        values = dict(zip(columns, row.split(), strict=True))
        own = {key: _substitute(text, values) for key, text in fields.items() if key != "columns"}
        own["result"] = values.get("result", own.get("result"))
        if "result-be" in values:
            own["result-be"] = values["result-be"]
        yield _make(f"{name}.{number}", own, [_substitute(line, values) for line in asm])


FIELDS = {"rfc", "mem", "mem-u16", "mem-u32", "mem-u64", "result", "result-be", "columns"}


def _blocks(path):
    block = None
    for number, raw in enumerate(path.read_text().splitlines(), 1):
        line = raw.partition("#")[0].rstrip()
        field = re.fullmatch(r"-- ([a-z0-9-]+): *(.*)", line)
        if field and field.group(1) == "test":
            if block:
                yield block
            block = (field.group(2), {}, [], [])
        elif not line:
            continue
        elif block is None:
            raise FormatError(f"{path}:{number}: text before the first test")
        elif field and field.group(1) == "row":
            block[2].append(field.group(2))
        elif field and field.group(1) in FIELDS:
            block[1][field.group(1)] = field.group(2)
        elif field or line.startswith("--"):
            raise FormatError(f"{path}:{number}: unknown field: {line}")
        else:
            block[3].append(line.strip())
    if block:
        yield block


def read(path):
    """The tests of one file, rows expanded."""
    tests = []
    for name, fields, rows, asm in _blocks(pathlib.Path(path)):
        if "rfc" not in fields:
            raise FormatError(f"{path}: {name}: no source for the expected value")
        try:
            tests.extend(_expand(name, fields, rows, asm))
        except (KeyError, ValueError) as error:
            raise FormatError(f"{path}: {name}: {error!r}") from error
    return tests


def read_all(folder):
    """The tests of all *.data files of a folder; names are unique."""
    tests = [test for path in sorted(pathlib.Path(folder).glob("*.data")) for test in read(path)]
    seen = set()
    for test in tests:
        if test.name in seen:
            raise FormatError(f"test {test.name} is there twice")
        seen.add(test.name)
    return tests
