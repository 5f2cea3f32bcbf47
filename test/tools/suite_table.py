#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of the kernel's suites: suite_table.py SOURCE [RESULT.json...]

Keeps the results that test/KernelSuite/run has written, one a suite, target and mode, in
test/KernelSuite/results, and writes the table of all of them into test/KernelSuite/README.md. With
--check instead of results: fails when the README says something else. Below stand the kernels' own
runs of test_bpf, results/kernel/TARGET-MODE.json (test/KernelJit/README.md)."""
import collections
import json
import pathlib
import re
import sys

KERNEL_MODES = {"on": "JIT on", "off": "JIT off", "hardened": "JIT with blinded constants"}
KERNEL_PARTS = ("programs", "tail_calls", "segments")
BEGIN, END = "<!-- table:begin -->", "<!-- table:end -->"


def read_rows(folder):
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def mode_of(row):
    part = "" if row["part"] == "all" else f" {row['part']}"
    fold = ", folded" if row.get("fold") and row["suite"] == "test_bpf" else ""
    oracle = ", beside the kernel" if row.get("oracle") else ""
    return f"{row['suite']}{part}, -{row['opt']} -facts={row['facts']}{fold}{oracle}"


def cell(row):
    text = str(row["passed"])
    if row["failed"]:
        text += f", {len(row['failed'])} failed"
    skipped = sum(len(names) for names in row["skipped"].values())
    return text + (f", {skipped} skipped" if skipped else "")


def reasons(rows):
    """Why something was skipped, or what failed: a line each."""
    found = collections.defaultdict(set)
    for row in rows:
        for why, names in row["skipped"].items():
            found[f"{row['suite']}: {len(names)} skipped: {why}"].add(row["target"])
        for name, why in row["failed"]:
            found[f"{row['suite']}: {name} failed: {why}"].add(row["target"])
    return [f"- {text} ({', '.join(sorted(targets))})" for text, targets in sorted(found.items())]


def kernel_cell(row):
    parts = [row[part] for part in KERNEL_PARTS if row[part]]
    if not row["programs"]:
        return "does not end"
    passed, failed, jited, programs = (sum(part[name] for part in parts)
                                       for name in ("passed", "failed", "jited", "programs"))
    text = str(passed) + (f", {failed} failed" if failed else "")
    return text if row["mode"] == "off" else f"{text}, {jited}/{programs} by the JIT"


def kernel_lines(rows, targets):
    cells = {(row["mode"], row["target"]): kernel_cell(row) for row in rows}
    for mode, text in KERNEL_MODES.items():
        values = (cells.get((mode, target), "") for target in targets)
        yield f"| the kernel's test_bpf, {text} | " + " | ".join(values) + " |"


def kernel_notes(rows):
    found = collections.defaultdict(set)
    for row in rows:
        found[f"the kernel's test_bpf: {row['release']}"].add(row["target"])
        if not row["whole"]:
            found[f"the kernel's test_bpf, {KERNEL_MODES[row['mode']]}: without the giant programs"
                  ].add(row["target"])
        if row["programs"] and not row["tail_calls"]:
            found["the kernel's test_bpf ended before tail calls and segments, which were not run "
                  "apart"].add(row["target"])
    return [f"- {text} ({', '.join(sorted(names))})" for text, names in sorted(found.items())]


def render(rows, kernels):
    modes = sorted({mode_of(row) for row in rows})
    targets = sorted({row["target"] for row in rows})
    cells = {(mode_of(row), row["target"]): cell(row) for row in rows}
    lines = ["| passed | " + " | ".join(targets) + " |", "|---" * (len(targets) + 1) + "|"]
    for mode in modes:
        values = (cells.get((mode, target), "") for target in targets)
        lines.append(f"| {mode} | " + " | ".join(values) + " |")
    lines += kernel_lines(kernels, targets)
    return "\n".join([*lines, "", *reasons(rows), *kernel_notes(kernels)]).rstrip() + "\n"


def main():
    source, *files = sys.argv[1:]
    suites = pathlib.Path(source) / "test/KernelSuite"
    results, check = suites / "results", files == ["--check"]
    for path in [] if check else map(pathlib.Path, files):
        if "suite" not in json.loads(path.read_text(encoding="utf-8")):
            sys.exit(f"suite_table.py: {path} was not written by test/KernelSuite/run")
        (results / path.name).write_bytes(path.read_bytes())
    readme = suites / "README.md"
    old = readme.read_text(encoding="utf-8")
    table = f"{BEGIN}\n{render(read_rows(results), read_rows(results / 'kernel'))}{END}"
    new = re.sub(f"{BEGIN}.*{END}", lambda match: table, old, flags=re.S)
    if check:
        return int(new != old and not print("README.md is not the table of results/"))
    readme.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
