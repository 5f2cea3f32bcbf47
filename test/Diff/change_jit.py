#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""change_jit.py FROM TO LINE KEY VALUE: another value in a line (from 0) of a .jit file, with a CRC
that fits."""
import json
import pathlib
import sys

from make_jit import line_of

before, after, number, key, value = sys.argv[1:]
lines = pathlib.Path(before).read_text().splitlines()
values = json.loads(lines[int(number)])
del values["crc"]
values[key] = json.loads(value)
lines[int(number)] = line_of(values).rstrip("\n")
pathlib.Path(after).write_text("\n".join(lines) + "\n")
