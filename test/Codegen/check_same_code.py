#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_same_code.py BPF-AOT TARGET OBJECT...: fails if -g or -g=insn changes a byte of the code or
a relocation of any object."""
import pathlib
import subprocess
import sys
import tempfile


def code(bpf_aot, target, source, flags, work):
    path = work / "translated.o"
    subprocess.run([bpf_aot, source, "-target", target, *flags, "-o", path], check=True)
    subprocess.run(["llvm-objcopy", "--strip-debug", path], check=True)
    text = subprocess.run(["llvm-objdump", "-d", "-r", "-s", "-j", ".text*", path], check=True,
                          capture_output=True, text=True).stdout
    has_debug = subprocess.run(["llvm-readelf", "-S", path], check=True, capture_output=True,
                               text=True).stdout
    assert ".debug" not in has_debug
    return text


def main():
    bpf_aot, target, *objects = sys.argv[1:]
    different = []
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        for source in objects:
            for level in ("-O0", "-O2"):
                plain = code(bpf_aot, target, source, [level], work)
                for lines in ("-g", "-g=insn"):
                    if code(bpf_aot, target, source, [level, lines], work) != plain:
                        different.append(f"{source} {level} {lines}")
    print("\n".join([f"{target}: {len(objects)} objects, {len(different)} differences"]
                    + different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
