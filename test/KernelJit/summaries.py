#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What kernels' own test_bpf said, for the table of suites: summaries.py FOLDER FILE.jit... writes
FOLDER/TARGET-MODE.json, of the files of `run.py --test-bpf` with that target and mode together.
README.md tells the format."""
import json
import pathlib
import re
import sys

import jit

SUMMARY = re.compile(r"(?:(test_\w+): )?Summary: (\d+) PASSED, (\d+) FAILED"
                     r"(?:, \[(\d+)/(\d+) JIT'ed\])?")
PARTS = {None: "programs", "test_tail_calls": "tail_calls", "test_skb_segment": "segments"}


def mode_of(record):
    if not record["jit_enable"]:
        return "off"
    return "hardened" if record["jit_harden"] else "on"


def add_summary(found, record):
    part, passed, failed, jited, programs = SUMMARY.match(record["test_bpf"]).groups()
    counts = {"passed": int(passed), "failed": int(failed), "jited": int(jited or 0),
              "programs": int(programs or 0)}
    name = PARTS[part]
    if record.get("part", "").startswith("test_range"):
        found["whole"] = False
        before = found[name] or dict.fromkeys(counts, 0)
        counts = {key: before[key] + count for key, count in counts.items()}
    found[name] = counts


def add_records(found, records):
    found["failures"] += [record["test_bpf_failure"] for record in records
                          if "test_bpf_failure" in record]
    for record in records:
        if "test_bpf" in record:
            add_summary(found, record)


def main():
    folder, *files = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    results = {}
    for path in files:
        records = jit.read(path)
        setting = records[0]
        key = setting["target"], mode_of(setting)
        found = results.setdefault(key, {
            "target": key[0], "mode": key[1], "release": setting["release"], "whole": True,
            **dict.fromkeys(PARTS.values()), "failures": []})
        add_records(found, records)
    for (target, mode), found in results.items():
        text = json.dumps(found, indent=1, sort_keys=True) + "\n"
        (folder / f"{target}-{mode}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
