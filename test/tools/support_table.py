#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The README's table of targets, from what the tests measured.

support_table.py BUILD README.md [--write]

Runners leave BUILD/results/*.json: {"target", "suite", "passed", "failed", "skipped"}. The table
stands between two markers. Without --write: fails when it says something else.
"""
import glob
import json
import os
import sys

BEGIN, END = "<!-- support:begin -->", "<!-- support:end -->"


def read_results(build):
    rows = {}
    for path in sorted(glob.glob(os.path.join(build, "**", "results", "*.json"), recursive=True)):
        with open(path, encoding="utf-8") as text:
            row = json.load(text)
        rows[row["target"], row["suite"]] = row
    return rows


def cell(row):
    return f"{row['passed']} / {row['failed']} / {row['skipped']}" if row else "not run"


def render(rows):
    targets = sorted({target for target, _ in rows})
    suites = sorted({suite for _, suite in rows})
    lines = ["| target | " + " | ".join(suites) + " |", "|---" * (len(suites) + 1) + "|"]
    for target in targets:
        cells = [cell(rows.get((target, suite))) for suite in suites]
        lines.append(f"| {target} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def split(readme):
    with open(readme, encoding="utf-8") as text:
        before, begin, rest = text.read().partition(BEGIN)
    table, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{readme}: no {BEGIN} ... {END}")
    return before + begin, table.strip(), end + after


def check(build, readme):
    """Messages: empty when the README says what was measured."""
    rows = read_results(build)
    if not rows:
        return [f"no results under {build}: did the conformance tests run?"]
    if split(readme)[1] == render(rows):
        return []
    return [f"{readme}: the table of targets is not what was measured; "
            "run test/tools/support_table.py BUILD README.md --write"]


def main():
    build, readme = sys.argv[1:3]
    if "--write" not in sys.argv:
        problems = check(build, readme)
        print("\n".join(problems), end="\n" if problems else "")
        return 1 if problems else 0
    before, _, after = split(readme)
    with open(readme, "w", encoding="utf-8") as out:
        out.write(f"{before}\n{render(read_results(build))}\n{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
