# SPDX-License-Identifier: Apache-2.0
"""Runs a linked program under qemu-user with the plugin and says how many instructions were
executed in the program itself and in what it called of the runtime."""
import collections
import dataclasses
import re

from toolchain import ROOT, Failure, run

COUNTER = ROOT / "lib/compare/insncount.c"
MAP_LINE = re.compile(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+\s+(\S+):\((\.text[^)]*)\)$")


@dataclasses.dataclass(frozen=True)
class Count:
    own: float  # instructions executed a packet, in the program's functions
    called: float  # and in helpers and libcalls
    callees: tuple  # members of the archive, most executed first
    results: tuple  # a line a packet

    @property
    def all(self):
        return self.own + self.called


def build_plugin(path, source=COUNTER):
    run(["clang-22", "-O2", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
         "-I", COUNTER.parent, "-o", path, source])


def _owner(file, program):
    """program, around (the driver, start-up, system calls), or the archive's member."""
    if file.endswith(")"):
        member = file[file.rindex("(") + 1:-1].split(".")[0]
        return "around" if member.startswith("start_") else member
    return "program" if file.rpartition("/")[2] == program else "around"


def ranges(map_path, program):
    """(first address, end, owner) of every input section with code."""
    found = []
    for line in map_path.read_text().splitlines():
        match = MAP_LINE.match(line)
        if match and int(match.group(2), 16):
            first = int(match.group(1), 16)
            found.append((first, first + int(match.group(2), 16),
                          _owner(match.group(3), program)))
    return sorted(found)


def by_owner(counts_path, areas):
    totals = collections.Counter()
    at = 0
    for line in counts_path.read_text().splitlines():  # sorted by address
        address, count = int(line.split()[0], 16), int(line.split()[1])
        while at < len(areas) and areas[at][1] <= address:
            at += 1
        inside = at < len(areas) and areas[at][0] <= address
        totals[areas[at][2] if inside else "around"] += count
    return totals


def count(toolchain, program, kind, plugin, packets):
    path = toolchain.work / f"{program.name}.{kind}"
    counts = path.with_name(path.name + ".counts")
    counts.unlink(missing_ok=True)
    emulator = toolchain.target.qemu or ("qemu-x86_64",)
    output = run([*emulator, "-plugin", f"{plugin},out={counts}", path, packets, program.start])
    if not counts.exists():
        raise Failure(f"{emulator[0]}: no counts: was it built with plugins?")
    areas = ranges(path.with_name(path.name + ".map"), f"{program.name}.{kind}.o")
    totals = by_owner(counts, areas)
    results = tuple(output.splitlines())
    own, around = totals.pop("program", 0), totals.pop("around", 0)
    if not own or not around or not results:
        raise Failure(f"{path}: {own} instructions of the program, {around} of the driver, "
                      f"{len(results)} results")
    runs = len(results)
    return Count(own / runs, sum(totals.values()) / runs,
                 tuple(name for name, _ in totals.most_common()), results)
