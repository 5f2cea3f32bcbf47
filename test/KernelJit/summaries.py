#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What kernels' own test_bpf said, for the table of suites: summaries.py FOLDER FILE.jit... writes
FOLDER/TARGET-MODE.json for every file of `run.py --test-bpf`. README.md tells the format."""
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


def result_of(records):
    setting = records[0]
    found = {"target": setting["target"], "mode": mode_of(setting), "release": setting["release"],
             "whole": True,
             **dict.fromkeys(PARTS.values()),
             "failures": [record["test_bpf_failure"] for record in records
                          if "test_bpf_failure" in record]}
    for record in records:
        if "test_bpf" in record:
            part, passed, failed, jited, programs = SUMMARY.match(record["test_bpf"]).groups()
            counts = {"passed": passed, "failed": failed, "jited": jited or 0,
                      "programs": programs or 0}
            before = found[PARTS[part]] or dict.fromkeys(counts, 0)
            found[PARTS[part]] = {name: before[name] + int(count)
                                  for name, count in counts.items()}
            found["whole"] &= not record.get("part", "").startswith("test_range")
    return found


def main():
    folder, *files = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        result = result_of(jit.read(path))
        name = f"{result['target']}-{result['mode']}.json"
        (folder / name).write_text(json.dumps(result, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
