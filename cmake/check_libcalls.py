# SPDX-License-Identifier: Apache-2.0
"""Fails if a function of the runtime's libcalls was compiled into a call of itself.

usage: check_libcalls.py OBJDUMP ARCHIVE

Compilers recognise the loop of memcpy, or the shifts of __ashldi3, and may replace it by a call of
the function being defined. Recursion is never meant there, so any reference to itself is wrong.
"""
import re
import subprocess
import sys


def main():
    objdump, archive = sys.argv[1:]
    text = subprocess.run([objdump, "-dr", "--no-show-raw-insn", archive], check=True,
                          capture_output=True, text=True).stdout
    member, function, wrong = "", "", []
    for line in text.splitlines():
        if found := re.search(r"\((\S+\.o)\):\s+file format", line):
            member = found.group(1)
        elif found := re.match(r"[0-9a-f]+ <([^.$]\S*)>:", line):
            function = found.group(1)
        # A jump within the function names its section; a call names the weak symbol.
        elif found := re.search(r"R_\w+\s+(\S+)$", line):
            if "libcalls_" in member and found.group(1) == function:
                wrong.append(f"{member}: {function} calls itself")
    if wrong:
        sys.exit("check_libcalls.py: error: " + "; ".join(sorted(set(wrong))))


main()
