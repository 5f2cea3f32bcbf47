# SPDX-License-Identifier: Apache-2.0
"""Writes the CPU and feature names of every LLVM back end as C tables.

usage: llvm_names.py LLC OUTPUT

LLVM's C API can neither list nor check these names: it prints an unknown one to stderr, many
times, and goes on without it. llc of the same version lists them.
"""
import re
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=False, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def architectures(llc):
    """The names that LLVMGetTargetName gives."""
    text = run(llc, "--version").stdout.partition("Registered Targets:")[2]
    return re.findall(r"^ +(\S+) +- ", text, re.M)


def names(llc, architecture):
    """(cpus, features) of a back end."""
    text = run(llc, f"-march={architecture}", "-mattr=help").stderr
    cpus, _, features = text.partition("Available features for this target:")
    return tuple(tuple(sorted(set(re.findall(r"^  (\S+) +- ", part, re.M))))
                 for part in (cpus, features))


def write_list(out, name, words):
    out.write(f"static const char *const {name}[] = {{\n")
    for word in words:
        out.write(f'    "{word}",\n')
    out.write("    NULL,\n};\n")


def main():
    llc, path = sys.argv[1:]
    rows, numbers = [], {}
    with open(path, "w", encoding="utf-8") as out:
        out.write("/* Made by cmake/llvm_names.py. */\n")
        for architecture in architectures(llc):
            both = names(llc, architecture)
            if both not in numbers:
                numbers[both] = len(numbers)
                write_list(out, f"cpus_{numbers[both]}", both[0])
                write_list(out, f"features_{numbers[both]}", both[1])
            rows.append((architecture, numbers[both]))
        out.write("static const struct llvm_names all_names[] = {\n")
        for architecture, number in rows:
            out.write(f'    {{"{architecture}", cpus_{number}, features_{number}}},\n')
        out.write("};\n")
    if not any(both[0] and both[1] for both in numbers):
        sys.exit(f"llvm_names.py: error: {llc} lists no names")


main()
