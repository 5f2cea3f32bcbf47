# SPDX-License-Identifier: Apache-2.0
"""Which helpers and map types a program calls that was found to do what the kernel does: notes that
comparisons leave behind them (uses-*.json), for the table of runtime_table.py. The last step of a test
that compares: uses.py BUILD WORK OBJECT TARGET..."""
import glob
import json
import os
import re
import subprocess
import sys


def of_object(bpf_aot, path, target, program):
    """{"helpers": [name], "maps": [name of type]} of a program, or of all of an object."""
    chosen = ["-prog", program] if program else []
    text = subprocess.run([bpf_aot, path, "-target", target, *chosen, "-print=program",
                           "-stop-after=program"],
                          capture_output=True, text=True, check=True).stdout
    return {"helpers": sorted(set(re.findall(r" ; helper (\w+)", text))),
            "maps": sorted(set(re.findall(r"^map [^:]+: (\w+),", text, re.M)))}


def note_equal(build, work, target, path, program=None):
    """After a comparison with the kernel that found no difference."""
    uses = of_object(os.path.join(build, "bin", "bpf-aot"), path, target, program)
    name = f"uses-{target}-{os.path.basename(path)}.{program}.json"
    with open(os.path.join(work, name), "w", encoding="utf-8") as out:
        json.dump({"target": target, **uses}, out)


def notes(build):
    for path in sorted(glob.glob(os.path.join(build, "test", "**", "uses-*.json"), recursive=True)):
        with open(path, encoding="utf-8") as text:
            yield json.load(text)


if __name__ == "__main__":
    build, work, object_file, *targets = sys.argv[1:]
    for target in targets:
        note_equal(build, work, target, object_file)
