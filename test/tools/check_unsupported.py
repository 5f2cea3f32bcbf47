#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails for each test that lit left out and that allowed-unsupported does not name.

check_unsupported.py ALLOWED RESULT.json...   RESULT.json: written by lit --output
"""
import json
import sys


def read_allowed(path):
    rows = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            name, _, reason = line.partition(" ")
            if not reason.strip():
                sys.exit(f"{path}:{number}: no reason for {name}")
            rows[name] = reason.strip()
    return rows


def is_allowed(name, allowed):
    return any(name == row or (row.endswith("/") and name.startswith(row)) for row in allowed)


def unsupported(path):
    with open(path, encoding="utf-8") as text:
        tests = json.load(text)["tests"]
    for test in tests:
        if test["code"] in ("UNSUPPORTED", "SKIPPED"):
            yield test["name"].partition(" :: ")[2], test["output"].strip().splitlines()


def check(allowed_path, results):
    """Messages, one for each test left out without leave."""
    allowed = read_allowed(allowed_path)
    return [
        f"{name}: not run and not in {allowed_path}: {(output or ['no reason given'])[-1]}"
        for path in results for name, output in unsupported(path)
        if not is_allowed(name, allowed)
    ]


if __name__ == "__main__":
    messages = check(sys.argv[1], sys.argv[2:])
    print("\n".join(messages), end="\n" if messages else "")
    sys.exit(1 if messages else 0)
