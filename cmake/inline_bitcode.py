#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links the bitcode of runtime sources into what the translator takes functions from:
inline_bitcode.py LLVM_TOOLS OUTPUT INPUT...

Every function and table stays available_externally: where a call is not inlined it goes to the
archive. So nothing may have a state of its own: a copy of a variable would be another variable. What
would keep LLVM from inlining into translated code, or is for one ABI only, is taken away: that of the
target is the translator's to say."""
import pathlib
import re
import subprocess
import sys

# Loses what it says of the CPU, floating point and builtins. (Nothing throws; a group has a member.)
ATTRIBUTES = re.compile(r'^(attributes #\d+ = \{ )(.*)( \})$', re.M)
STRINGS = re.compile(r'"[^"]*"(?:="[^"]*")?')
# A lookup of a known map is made of it once a map (lib/codegen/emit_lookup.c): all of it.
WHOLE = re.compile(r"_(lookup|find)$")
STATE = re.compile(r"^@(\S+) = (?:internal|private)(?: \w+)* global ", re.M)
DROPPED = re.compile(r"^(?:target triple|source_filename|!llvm\.\S+) = .*\n", re.M)
DEFINITION = re.compile(r"^define (internal )?(?:dso_local )?([^\n]*?@)([\w.]+)(\([^\n]*\))((?: \w+)*)"
                        r"((?: #\d+)?) \{\n(.*?)^\}\n", re.M | re.S)
# Lines of a function that LLVM would not inline: it stays in the archive.
LINES_MAX = 80
TABLE = re.compile(r"^(@\S+ = )(?:dso_local )?((?:local_)?unnamed_addr )?(constant) ", re.M)


def define(match):
    internal, head, name, parameters, words, attributes, body = match.groups()
    whole = " alwaysinline" if WHOLE.search(name) else ""
    if not internal and not whole and body.count("\n") > LINES_MAX:
        return f"declare {head}{name}{parameters}{words}{attributes}\n"
    linkage = "internal " if internal else "available_externally "
    return f"define {linkage}{head}{name}{parameters}{words}{whole}{attributes} {{\n{body}}}\n"


def plain(match):
    head, attributes, tail = match.groups()
    return head + (STRINGS.sub("", attributes).strip() or "nounwind") + tail


def prepare(text):
    text = ATTRIBUTES.sub(plain, text)
    text = DROPPED.sub("", text)
    text = DEFINITION.sub(define, text)
    text = TABLE.sub(r"\1available_externally \2\3 ", text)
    return re.sub(r"^(declare |@\S+ = external )dso_local ", r"\1", text, flags=re.M)


def main():
    tools, output, inputs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    linked = subprocess.run([tools / "llvm-link", "-S", *inputs, "-o", "-"], check=True,
                            capture_output=True, text=True).stdout
    states = STATE.findall(linked)
    if states:
        sys.exit(f"{output.name}: {', '.join(states)}: sources in RUNTIME_INLINE_SOURCES "
                 "(lib/runtime/CMakeLists.txt) have no variables")
    subprocess.run([tools / "llvm-as", "-o", output, "-"], check=True, input=prepare(linked),
                   text=True)


if __name__ == "__main__":
    main()
