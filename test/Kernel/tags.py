#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the tags of programs with those that this machine's kernel gives them:

    tags.py BUILD_DIR OBJECT...

Programs that the kernel does not load and those that bpf-aot refuses are counted, no more."""
import collections
import os
import pathlib
import re
import subprocess
import sys

# The release in which tags became SHA-256.
NEW = (6, 18)


def kernel_is_new():
    major, minor = re.match(r"(\d+)\.(\d+)", os.uname().release).groups()
    return (int(major), int(minor)) >= NEW


def ours(bpf_aot, path, program, *options):
    """(before 6.18, since) or None for what bpf-aot refuses."""
    result = subprocess.run([bpf_aot, path, "-prog", program, "-target", "x86-64",
                             "-stop-after=program", "-print=program", *options],
                            capture_output=True, text=True, check=False)
    line = re.search(rf"^program {re.escape(program)}: .*, tag (\w+) before Linux 6.18, (\w+) since",
                     result.stdout, re.MULTILINE)
    return line.groups() if line and result.returncode == 0 else None


def main():
    build, *objects = sys.argv[1:]
    tools = pathlib.Path(build) / "bin"
    loaded = subprocess.run([tools / "kernel_tags", *objects], capture_output=True, text=True,
                            check=True).stdout.split("\n")[:-1]
    counts, lines = collections.Counter(), []
    for line in loaded:
        path, program, tag = line.split(" ")
        tags = ours(tools / "bpf-aot", path, program)
        what = "refused" if not tags else "equal" if tags[kernel_is_new()] == tag else "different"
        counts[what] += 1
        if what == "different":
            lines.append(f"{path}: {program}: the kernel has {tag}, bpf-aot {' or '.join(tags)}")
    print("\n".join(lines))
    print(f"{len(loaded)} programs loaded, {counts['equal']} tags equal, "
          f"{counts['different']} different, {counts['refused']} programs refused by bpf-aot")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
