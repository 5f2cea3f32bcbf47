#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kernel's verifier selftests against bpf-aot:

    run.py BUILD_DIR [-json FILE] [-only FILE_OR_FILE:PROGRAM] [-propose] [-missing]

What the kernel accepts is to be accepted, what it rejects for memory safety is not to be accepted
as proven, what has a __retval is to return it, and the tags are to be the kernel's. differences.def explains what differs: an
unexplained difference fails, and so does a row that explains nothing. -propose prints rows for the
unexplained, -missing why the selftests cannot be built here (nothing if they can)."""
import argparse
import collections
import fnmatch
import json
import pathlib
import sys

import differences
import kernel
import retval
import selftests
import translator


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("build_dir", type=pathlib.Path)
    parser.add_argument("-json", type=pathlib.Path)
    parser.add_argument("-only", default="*")
    parser.add_argument("-propose", action="store_true")
    parser.add_argument("-missing", action="store_true")
    return parser.parse_args()


def is_wanted(row, only):
    names = (row["file"], f"{row['file']}:{row['program']}")
    return any(fnmatch.fnmatchcase(name, only) for name in names)


def judge_all(options, root):
    """A row a program, with what both say of it, and one more as a socket filter, which shows what
    the analysis does, for each whose own type bpf-aot does not have."""
    aot = translator.Translator(options.build_dir / "bin" / "bpf-aot")
    objects = selftests.build(root)
    retval.write_values(root / "objects")

    def judge(path, row):
        row |= aot.judge(path, row["program"])
        if retval.is_run(row):
            row |= retval.run_all(options.build_dir / "bin" / "bpf-aot-run", path, row)
        return row

    def judge_object(path):
        rows = [row for row in kernel.ask(root / "kernel_verdict", path)
                if is_wanted(row, options.only)]
        rows = [judge(path, row) for row in rows]
        foreign = {row["program"] for row in rows if translator.is_foreign(row)}
        for row in kernel.ask(root / "kernel_verdict", path, "socket") if foreign else []:
            if row["program"] in foreign:
                rows.append(row | aot.judge(path, row["program"], "-prog-type", "socket"))
        return rows

    return [row for rows in selftests.parallel(judge_object, objects) for row in rows]


def print_counts(rows, title):
    """What we say, by what the kernel says."""
    counts = collections.Counter((row["kernel"], row["ours"]) for row in rows)
    columns = ("accepted", "guarded", "refused", "crashed")
    print(f"{title:<14} {'programs':>8} " + " ".join(f"{name:>8}" for name in columns))
    for name in [kernel.ACCEPTED, *sorted({row["kernel"] for row in rows} - {kernel.ACCEPTED})]:
        cells = [counts[name, column] for column in columns]
        print(f"{name:<14} {sum(cells):>8} " + " ".join(f"{cell:>8}" for cell in cells))


def print_table(rows):
    print_counts([row for row in rows if row["as"] == "itself"], "kernel")
    print_counts([row for row in rows if row["as"] == "socket"], "as socket")
    print(f"{len(rows)} programs; guards: {sum(row['guards'] or 0 for row in rows)}")
    tags = [row["tag"] in row["our_tags"] for row in rows if row["tag"] and "our_tags" in row]
    print(f"{len(tags)} tags compared with the kernel's, {tags.count(False)} of them differ")
    for title, is_accepted in (("with a result", True), ("rejected by the kernel and run", False)):
        runs = [row for row in rows if "runs" in row and
                (row["kernel"] == kernel.ACCEPTED) == is_accepted]
        failed = sum(bool(row["run_failures"]) for row in runs)
        print(f"{len(runs)} {title}, {failed} of them fail")
    other = [row for row in rows if row["kernel_source"] == "kernel" and
             row["annotation"] != "none" and
             (row["annotation"] == "accepted") != (row["kernel"] == "accepted")]
    for row in other:
        print(f"this kernel and the selftest differ: {differences.name_of(row)}: "
              f"{row['kernel']} {row['kernel_message']}")


def check(rows, is_whole, is_proposing):
    """Messages of what fails the run. What is proven or guarded only a bpf-aot with -unproven says."""
    explanations, failures = differences.load(), []
    can_prove = any(row["guards"] is not None or row["ours"] == "guarded" for row in rows)
    for difference in (found for row in rows for found in differences.of(row)):
        explanation = differences.explain(difference, explanations)
        if not explanation:
            failures.append("unexplained: {what} | {name} | {message}".format(**difference))
            if is_proposing:
                print("{what} | {name} | . | WHY".format(**difference))
    for explanation in explanations:
        if explanation.count:
            print(f"{explanation.count:>5}  {explanation.what} {explanation.name}: "
                  f"{explanation.why}")
        elif is_whole and (can_prove or not explanation.needs_proofs()):
            failures.append(f"differences.def:{explanation.number}: explains nothing now: "
                            f"{explanation.what} | {explanation.name}")
    return failures


def main():
    options = arguments()
    if options.missing:
        print(selftests.missing() or "", end="")
        return 0
    if selftests.missing():
        sys.exit(f"run.py: {selftests.missing()}")
    rows = judge_all(options, options.build_dir.resolve() / "test" / "Verifier" / "linux")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print_table(rows)
    failures = check(rows, options.only == "*", options.propose)
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
