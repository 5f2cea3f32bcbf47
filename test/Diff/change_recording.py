#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""change_recording.py FROM TO KIND NAME MEMBER OLD NEW: another recording, in which the line of that
kind and name ("prog", "map": the member that no other kind has) has NEW for OLD, once, in the text of a
member."""
import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "KernelJit"))
import jit

before, after, kind, name, member, old, new = sys.argv[1:]
records = jit.read(before)
record = next(record for record in records if record.get(kind) == name)
text = json.dumps(record[member])
if text.count(old) != 1:
    sys.exit(f"{name}: {member} has {old} {text.count(old)} times")
record[member] = json.loads(text.replace(old, new))
jit.write(after, records)
