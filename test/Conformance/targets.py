# SPDX-License-Identifier: Apache-2.0
"""The targets that tests are run on, from lib/target/targets.def: how to compile a test's main
for them and how to run it."""

import dataclasses
import pathlib
import re

TABLE = pathlib.Path(__file__).resolve().parents[2] / "lib/target/targets.def"
HOST = "x86-64"  # runs here, without qemu


@dataclasses.dataclass(frozen=True)
class Target:
    name: str  # as bpf-aot's -target and the runtime archive's name have it
    flags: tuple  # of clang, the triple first; no floating point
    lld: tuple  # flags of a link
    qemu: tuple  # command in front of the program; empty: it runs here
    big_endian: bool = False

    @property
    def bpf_triple(self):
        return "bpfeb" if self.big_endian else "bpfel"


def _columns():
    """The names of the columns, from the comment that describes them."""
    return re.search(r"TARGET\(([^)]*)\)", TABLE.read_text()).group(1).split(", ")


def _rows():
    columns = _columns()
    for line in TABLE.read_text().splitlines():
        if line.startswith("TARGET("):
            cells = [text.strip('"') for text in re.findall(r'"[^"]*"|[^,\s]+', line[7:-1])]
            yield dict(zip(columns, cells, strict=True))


def _target(row):
    return Target(row["name"], (f"--target={row['triple']}", "-fno-pic", *row["clang"].split()),
                  tuple(row["lld"].split()),
                  () if row["name"] == HOST else tuple(row["qemu"].split()),
                  row["order"] == "BIG")


TARGETS = {row["name"]: _target(row) for row in _rows()}
