# SPDX-License-Identifier: Apache-2.0
"""What the kernel's JIT executes and how long its code is: the image that test/KernelJit recorded, replayed
on the same packets by bpf-aot-diff. Where that cannot be (a program with maps, a target without a recording)
what kernel_jit.json has of Linux 6.1, or the bytes alone."""
import json
import pathlib

from measure import KERNEL as LINUX_6_1
from toolchain import HERE, run

RECORDED = HERE.parent / "KernelJit/recorded"


def figures(options, target, objects):
    """By program: {"executed", "bytes"}, as far as known."""
    known = {name: dict(row) for name, row in LINUX_6_1.get(target, {}).items()}
    recording = RECORDED / f"{target}.jit.gz"
    if recording.exists():
        text = run([options.build / "bin/bpf-aot-diff", *objects, "-target", target, "-jit",
                    recording, "-run", "-json"], seconds=1200)
        for comparison in json.loads(text)["comparisons"]:
            name = pathlib.Path(comparison["object"]).name.split(".")[0]
            row = {key: value["kernel"] for key, value in comparison["figures"].items()
                   if key in ("executed", "bytes") and "kernel" in value}
            known.setdefault(name, {}).update(row)
    return known
