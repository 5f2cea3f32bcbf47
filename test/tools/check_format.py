#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-format would change nothing: check_format.py ROOT"""
import subprocess
import sys

import sources

if __name__ == "__main__":
    sys.exit(subprocess.run(["clang-format-22", "--dry-run", "-Werror",
                             *sources.c_sources(sys.argv[1])], check=False).returncode)
