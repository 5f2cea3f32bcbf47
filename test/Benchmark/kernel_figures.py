# SPDX-License-Identifier: Apache-2.0
"""What kernels need for the benchmark's programs, recorded on real ones: instructions a packet
(kernel_counts.json, by kernel_count.py) and bytes (test/KernelJit/recorded); of targets without these
what kernel_jit.json has of Linux 6.1."""
import json
import sys

from measure import KERNEL as LINUX_6_1
from toolchain import HERE

sys.path.append(str(HERE.parent / "KernelJit"))
import jit

COUNTS = HERE / "kernel_counts.json"
RECORDED = HERE.parent / "KernelJit/recorded"
# By name: the mode of kernel_counts.json, the ending of the recording, its member with the code.
MODES = {"jit": ("on", "", "jited"), "hardened": ("hardened", "-hardened", "jited"),
         "interpreter": ("off", "", "xlated")}


def _bytes(target, ending, member):
    path = RECORDED / f"{target}{ending}.jit.gz"
    return {record["prog"]: len(record[member]) // 2 for record in (jit.read(path) if path.exists() else [])
            if "prog" in record and record.get(member)}


def release(target):
    counted = json.loads(COUNTS.read_text()).get(target)
    return counted["release"] if counted else "6.1" if target in LINUX_6_1 else ""


def figures(target):
    """By program and mode: {"executed", "bytes"}, as far as known."""
    counted = json.loads(COUNTS.read_text()).get(target, {"programs": {}})["programs"]
    found = {}
    if not counted:
        for name, row in LINUX_6_1.get(target, {}).items():
            found[name] = {"jit": {"executed": row["executed"], "bytes": row["bytes"]}}
    for name, (mode, ending, member) in MODES.items():
        for program, size in _bytes(target, ending, member).items():
            found.setdefault(program, {}).setdefault(name, {})["bytes"] = size
        for program, row in counted.items():
            if mode in row:
                found.setdefault(program, {}).setdefault(name, {})["executed"] = row[mode]
    return found
