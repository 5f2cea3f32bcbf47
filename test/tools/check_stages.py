#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stage cannot include a later stage's header: check_stages.py ROOT BUILD

Compiles one #include a time with the flags the build gives that stage. Its own header must
compile (so the flags are right), each header of a later stage must not be found.
"""
import glob
import json
import os
import re
import shlex
import subprocess
import sys


def stages_in_order(root):
    with open(os.path.join(root, "lib", "CMakeLists.txt"), encoding="utf-8") as text:
        names = re.findall(r"^add_subdirectory\((\w+)\)", text.read(), re.M)
    # The runtime is code for the target, not a stage.
    return [name for name in names if name != "runtime"]


def include_flags(root, build, stage):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as text:
        for entry in json.load(text):
            source = os.path.relpath(os.path.realpath(entry["file"]), root)
            if source.startswith(f"lib/{stage}/") and source.endswith(".c"):
                words = shlex.split(entry["command"])
                return [words[i] + (words[i + 1] if word == "-isystem" else "")
                        for i, word in enumerate(words) if re.match("-I|-isystem|-D|-std", word)]
    sys.exit(f"no compile command for a source of lib/{stage}")


def headers(root, stage):
    own = f"{stage}.h"
    names = sorted(os.path.basename(path)
                   for path in glob.glob(os.path.join(root, "lib", stage, "*.h")))
    return [f"{stage}/{name}" for name in sorted(names, key=lambda name: (name != own, name))]


def compile_include(flags, header):
    command = ["clang-22", "-fsyntax-only", "-x", "c", *flags, "-"]
    result = subprocess.run(command, input=f'#include "{header}"\n', text=True,
                            capture_output=True, check=False)
    return result.returncode == 0, result.stderr


def check_stage(root, build, stages, index):
    flags = include_flags(root, build, stages[index])
    own = headers(root, stages[index])[:1]
    for header in own:
        compiled, errors = compile_include(flags, header)
        if not compiled:
            yield f"lib/{stages[index]} cannot include its own {header}: {errors}"
    for later in stages[index + 1:]:
        for header in headers(root, later):
            compiled, errors = compile_include(flags, header)
            if compiled or "file not found" not in errors:
                yield f"lib/{stages[index]} can include {header} of a later stage"


def main():
    root, build = (os.path.realpath(path) for path in sys.argv[1:3])
    stages = stages_in_order(root)
    problems = [problem for index in range(len(stages))
                for problem in check_stage(root, build, stages, index)]
    print("\n".join(problems))
    print("stages:", " ".join(stages))
    return 1 if problems or len(stages) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
