# SPDX-License-Identifier: Apache-2.0
"""Reads the .def files of this folder: columns between bars that have a space on both sides, so
that expressions may hold bars; # begins a comment line."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent


def rows(name, columns):
    """(line number, columns) of each row."""
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in re.split(r"\s\|\s", line)]
        if len(parts) != columns or not all(parts):
            sys.exit(f"{name}:{number}: {columns} columns wanted: {line}")
        yield number, parts
