# SPDX-License-Identifier: Apache-2.0
"""What the kernel says about each program: the host's kernel where it gives a verdict, else the
annotation of the selftest."""
import json
import pathlib
import re
import subprocess
import sys

import tables

# Lines of a log that are not about what was found.
NOISE = re.compile(r"processed \d+ insns|verification time|stack depth|(cur|old) state:|\d+: ")
ACCEPTED, UNKNOWN = "accepted", "unknown"
SPECIAL = {"INT_MIN": -2**31, "POINTER_VALUE": None, "TEST_DATA_LEN": 64}


def _rejections():
    return [(name, obligation, re.compile(expression))
            for _, (name, obligation, expression) in tables.rows("rejections.def", 3)]


REJECTIONS = _rejections()
OBLIGATIONS = {name: obligation for name, obligation, _ in REJECTIONS} | {UNKNOWN: "must"}


def class_of(message):
    for name, _, expression in REJECTIONS:
        if expression.search(message):
            return name
    return UNKNOWN


def _last_message(log):
    lines = [line for line in log.splitlines() if line.strip() and not NOISE.match(line)]
    return lines[-1] if lines else ""


def _tag_values(tags, name):
    """Values of NAME=VALUE; messages have a counter in front of the text: NAME=3=TEXT."""
    return [tag.partition("=")[2] for tag in tags if tag.partition("=")[0] == name]


def _annotated(tags):
    """Class and message as the selftest's author had them; None without annotation."""
    if "expect_success" in tags:
        return ACCEPTED, ""
    if "expect_failure" not in tags:
        return None
    messages = [value.partition("=")[2] for value in _tag_values(tags, "expect_msg")]
    classes = [class_of(message) for message in messages]
    known = [pair for pair in zip(classes, messages) if pair[0] != UNKNOWN]
    return known[-1] if known else (UNKNOWN, messages[-1] if messages else "")


def retval(text):
    """As test_loader reads it: 32 bits; None where any value will do."""
    value = SPECIAL[text] if text in SPECIAL else int(text, 0)
    return None if value is None else value & 0xffffffff


def _verdict(line):
    """(class, message, where that comes from)"""
    message = _last_message(line["log"])
    if line["loaded"]:
        return ACCEPTED, "", "kernel"
    found = class_of(message) if message else "environment"
    if OBLIGATIONS.get(found) != "none" and message:
        return found, message, "kernel"
    annotated = _annotated(line["tags"])
    message = message or line["libbpf"].partition("\n")[0]
    return (*annotated, "annotation") if annotated else ("environment", message, "nobody")


def ask(verdict_program, path, *as_type, annotations=False):
    """Rows of every program of an object; as_type: what they are taken for, "socket". annotations:
    without asking the kernel."""
    mode = ["tags"] if annotations else as_type
    result = subprocess.run([verdict_program, path, *mode], capture_output=True, text=True,
                            check=False)
    if result.returncode:
        sys.exit(f"{path}: {result.stderr}")
    for text in result.stdout.splitlines():
        line = json.loads(text)
        if as_type:
            line["tags"] = []
        found, message, source = _verdict(line)
        row = {"file": pathlib.Path(path).stem, "program": line["program"],
               "section": line["section"], "as": as_type[0] if as_type else "itself", "kernel": found, "kernel_message": message,
               "kernel_source": source, "annotation": (_annotated(line["tags"]) or ["none"])[0],
               "tag": line.get("tag"),
               "unprivileged": "refused" if "expect_failure_unpriv" in line["tags"] else "not said"}
        for value in _tag_values(line["tags"], "retval"):
            row["retval"] = retval(value)
            row["kernel_returned"] = line["returned"] & 0xffffffff if "returned" in line else \
                line.get("run_error")
        yield row
