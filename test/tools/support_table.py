#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The README's table of targets, from what the tests measured.

support_table.py BUILD README.md [--write]

Runners leave conformance-*.json under BUILD/test/Conformance: a list of rows with "target", "suite", "opt",
"passed", "failed", "skipped" and "not_yet", the tests that this version cannot run. Without
--write: fails when the README says something else about what was run here.
"""
import glob
import json
import os
import sys

BEGIN, END = "<!-- support:begin -->", "<!-- support:end -->"


def result_files(build):
    return sorted(glob.glob(
        os.path.join(build, "test", "Conformance", "**", "conformance-*.json"), recursive=True))


def read_results(build):
    rows = {}
    for path in result_files(build):
        with open(path, encoding="utf-8") as text:
            for row in json.load(text):
                suite = row["suite"] + (f" -O{row['opt']}" if row.get("opt", 2) != 2 else "")
                if row["passed"] + row["failed"] and not row["target"].startswith("interp"):
                    rows[row["target"], suite] = cell(row)
    return rows


def cell(row):
    return f"{row['passed']} / {row['failed']} / {row['skipped'] + len(row.get('not_yet', ()))}"


def render(rows):
    targets = sorted({target for target, _ in rows})
    suites = sorted({suite for _, suite in rows})
    lines = ["| target | " + " | ".join(suites) + " |", "|---" * (len(suites) + 1) + "|"]
    for target in targets:
        cells = [rows.get((target, suite), "not run") for suite in suites]
        lines.append(f"| {target} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def parse(table):
    lines = [[word.strip() for word in line.strip("|").split("|")] for line in table.splitlines()]
    if len(lines) < 3:
        return {}
    suites = lines[0][1:]
    return {(cells[0], suite): text
            for cells in lines[2:] for suite, text in zip(suites, cells[1:])}


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
        return [f"no conformance-*.json in {build}: did the conformance tests run?"]
    stated = parse(split(readme)[1])
    return [f"{readme}: {target}, {suite}: measured '{text}', the table says "
            f"'{stated.get((target, suite), 'nothing')}' (test/tools/support_table.py)"
            for (target, suite), text in rows.items() if stated.get((target, suite)) != text]


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
