#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source but lit tests begins with our SPDX line; no text of the GPL anywhere: check_licence.py ROOT"""
import os
import sys

import sources

SPDX = "SPDX-License-Identifier: Apache-2.0"
ENDINGS = (".c", ".h", ".cpp", ".def", ".py", ".sh", ".cmake", "CMakeLists.txt", ".S", ".in", ".cfg")
# Written apart, so that this file does not find itself.
FOREIGN = ("GNU General " + "Public License", "SPDX-License-Identifier: " + "GPL",
           "SPDX-License-Identifier: " + "LGPL")
FOLDERS = ("lib", "tools", "include", "test", "cmake", ".ci")


def spdx_problem(path, text):
    lines = text.split("\n", 2)
    first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
    return None if SPDX in first else f"{path}: the first line has no '{SPDX}'"


def problems(root):
    for path in sources.walk(root, FOLDERS, ""):
        with open(path, encoding="utf-8", errors="replace") as source:
            text = source.read()
        for foreign in FOREIGN:
            if foreign in text:
                yield f"{path}: contains '{foreign}'"
        # A lit test begins with why it exists.
        wanted = path.endswith(ENDINGS) and "RUN:" not in text
        problem = spdx_problem(path, text) if wanted else None
        if problem:
            yield problem
    for name in ("README.md", "LICENSE"):
        if not os.path.exists(os.path.join(root, name)):
            yield f"{name} is missing"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
