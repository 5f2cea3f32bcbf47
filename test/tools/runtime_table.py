#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The runtime's table of helpers and map types: runtime_table.py BUILD SOURCE [--write]

A row per row of helpers.def and maps.def: whether a selftest of the runtime calls it (test/Runtime, run on
all targets), and on how many targets programs that use it did what the kernel does (notes of
uses.py). Without --write: fails when lib/runtime/README.md claims more than that."""
import collections
import pathlib
import re
import sys

import uses

# Why a row cannot be compared with BPF_PROG_TEST_RUN.
CGROUPS = "the answer depends on the cgroups of the machine"
CLASSIC = "only classic filters call it: compared behind sockets (lib/classic/README.md)"
REASONS = {
    **{("helpers", name): CGROUPS for name in (
        "skb_under_cgroup", "skb_cgroup_id", "skb_ancestor_cgroup_id", "sk_cgroup_id",
        "sk_ancestor_cgroup_id")},
    **{("helpers", name): CLASSIC for name in (
        "skb_get_nlattr", "skb_get_nlattr_nest", "skb_get_pay_offset")},
    ("helpers", "kptr_xchg"): "the kernel wants what it gives out released by a kfunc",
    ("maps", "cgroup_array"): CGROUPS,
    ("maps", "arena"): "its pages come from functions of the kernel, which are not translated",
}

BEGIN, END = "<!-- table:begin -->", "<!-- table:end -->"


def rows_of(source, table, macro):
    text = (source / "include/bpf-aot" / table).read_text(encoding="utf-8")
    return [(int(number), name)
            for number, name in re.findall(rf"^{macro}\((\d+),\s*(\w+),", text, re.M)]


def targets_by_use(build):
    """(kind, name) -> targets on which a program that uses it was equal to the kernel."""
    targets = collections.defaultdict(set)
    for note in uses.notes(build):
        for kind in ("helpers", "maps"):
            for name in note[kind]:
                targets[kind, name].add(note["target"])
    return targets


def selftests(source):
    return "\n".join(path.read_text(encoding="utf-8")
                     for path in sorted((source / "test/Runtime").glob("*.c")))


def measure(build, source):
    """[(id, name, kind, tested, targets)]"""
    text, targets = selftests(source), targets_by_use(build)
    marks = {"helpers": r"\bbpf_aot_{}\b", "maps": r"\bbpf_aot_{}_ops\b|\bTEST_MAP\(\w+, {},"}
    return [(number, name, kind, bool(re.search(marks[kind].replace("{}", name), text)),
             len(targets[kind, name]))
            for kind, table, macro in (("helpers", "helpers.def", "HELPER"),
                                       ("maps", "maps.def", "MAP_TYPE"))
            for number, name in rows_of(source, table, macro)]


def render(rows):
    lines = ["| id | name | kind | unit test | equal to the kernel on |", "|---|---|---|---|---|"]
    for number, name, kind, tested, targets in rows:
        compared = f"{targets} targets" if targets else "not compared"
        if not targets and (kind, name) in REASONS:
            compared += f": {REASONS[kind, name]}"
        lines.append(f"| {number} | {name} | {kind[:-1]} | {'yes' if tested else 'no'} | {compared} |")
    return "\n".join(lines)


def stated(table):
    """(kind, name) -> (tested, targets)"""
    rows = re.findall(r"^\| \d+ \| (\w+) \| (\w+) \| (yes|no) \| (?:(\d+) targets|not compared.*) \|$",
                      table, re.M)
    return {(kind + "s", name): (tested == "yes", int(targets or 0))
            for name, kind, tested, targets in rows}


def check(build, source):
    """Messages: what the table claims and the tests did not show, and rows that it lacks."""
    path = pathlib.Path(source) / "lib/runtime/README.md"
    claims = stated(path.read_text(encoding="utf-8"))
    problems = []
    for _, name, kind, tested, targets in measure(build, pathlib.Path(source)):
        claim = claims.pop((kind, name), None)
        if not claim or claim[0] > tested or claim[1] > targets:
            problems.append(f"{path}: {name}: measured {(tested, targets)}, the table says {claim}")
    return problems + [f"{path}: {name} is in no table" for _, name in claims]


def main():
    build, source = sys.argv[1], pathlib.Path(sys.argv[2])
    if "--write" not in sys.argv:
        problems = check(build, source)
        print("\n".join(problems), end="\n" if problems else "")
        return 1 if problems else 0
    path = source / "lib/runtime/README.md"
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{path}: no {BEGIN} ... {END}")
    path.write_text(f"{before}{begin}\n{render(measure(build, source))}\n{end}{after}",
                    encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
