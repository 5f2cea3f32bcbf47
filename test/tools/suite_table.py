#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of the kernel's suites: suite_table.py SOURCE [RESULT.json...]

Keeps the results that test/KernelSuite/run has written, one a suite, target and mode, in
test/KernelSuite/results, and writes the table of all of them into test/KernelSuite/README.md. With
--check instead of results: fails when the README says something else."""
import collections
import json
import pathlib
import re
import sys

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


def render(rows):
    modes = sorted({mode_of(row) for row in rows})
    targets = sorted({row["target"] for row in rows})
    cells = {(mode_of(row), row["target"]): cell(row) for row in rows}
    lines = ["| passed | " + " | ".join(targets) + " |", "|---" * (len(targets) + 1) + "|"]
    for mode in modes:
        values = (cells.get((mode, target), "") for target in targets)
        lines.append(f"| {mode} | " + " | ".join(values) + " |")
    return "\n".join([*lines, "", *reasons(rows)]).rstrip() + "\n"


def main():
    source, *results = sys.argv[1:]
    suites = pathlib.Path(source) / "test/KernelSuite"
    check = results == ["--check"]
    for path in [] if check else map(pathlib.Path, results):
        if "suite" not in json.loads(path.read_text(encoding="utf-8")):
            sys.exit(f"suite_table.py: {path} was not written by test/KernelSuite/run")
        (suites / "results" / path.name).write_bytes(path.read_bytes())
    readme = suites / "README.md"
    old = readme.read_text(encoding="utf-8")
    table = f"{BEGIN}\n{render(read_rows(suites / 'results'))}{END}"
    new = re.sub(f"{BEGIN}.*{END}", lambda match: table, old, flags=re.S)
    if check:
        return int(new != old and not print("README.md is not the table of results/"))
    readme.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
