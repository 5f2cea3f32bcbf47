#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No function over 70 lines, no file over 400: check_sizes.py ROOT"""
import re
import sys

import sources

FUNCTION_LINES, FILE_LINES = 70, 400
# Comments, strings and characters, replaced by as many newlines as they hold.
NOISE = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)


def plain(text):
    def newlines(match):
        return "\n" * match.group().count("\n")
    return DIRECTIVE.sub(newlines, NOISE.sub(newlines, text))


def is_function(head):
    head = re.sub(r"__attribute__\s*\(\(.*?\)\)", "", head, flags=re.S).strip()
    return head.endswith(")") and "=" not in head


def functions(text):
    """(lines, first line, name) of each function, its signature included."""
    depth, head, start, line, is_open = 0, "", 0, 1, False
    for char in plain(text):
        if char == "{":
            if depth == 0 and re.match(r'\s*extern\s*$', head):
                head = ""
                continue
            is_open = is_open if depth else is_function(head)
            depth += 1
        elif char == "}":
            depth = max(depth - 1, 0)
            if depth == 0:
                if is_open:
                    name = re.search(r"(\w+)\s*\(", head)
                    yield line - start + 1, start, name.group(1) if name else "?"
                head, is_open = "", False
        elif depth == 0 and char == ";":
            head = ""
        elif depth == 0:
            if not head.strip() and not char.isspace():
                start = line
            head += char
        line += char == "\n"


def main():
    root = sys.argv[1]
    longest_function, longest_file, failed = (0, ""), (0, ""), False
    for path in sources.c_sources(root):
        with open(path, encoding="utf-8") as source:
            text = source.read()
        file_lines = text.count("\n")
        longest_file = max(longest_file, (file_lines, path))
        if file_lines > FILE_LINES:
            failed = True
            print(f"{path}: {file_lines} lines, the limit is {FILE_LINES}")
        for lines, start, name in functions(text):
            longest_function = max(longest_function, (lines, f"{path}:{start} {name}"))
            if lines > FUNCTION_LINES:
                failed = True
                print(f"{path}:{start}: {name} has {lines} lines, the limit is {FUNCTION_LINES}")
    print(f"longest function: {longest_function[0]} lines, {longest_function[1]}")
    print(f"longest file: {longest_file[0]} lines, {longest_file[1]}")
    return 1 if failed or not longest_function[0] else 0


if __name__ == "__main__":
    sys.exit(main())
