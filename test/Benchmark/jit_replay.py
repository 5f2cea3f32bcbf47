# SPDX-License-Identifier: Apache-2.0
"""What the kernel's JIT executes and how long its code is: the image that test/KernelJit recorded, replayed
on the same packets by bpf-aot-diff, with what it calls for 64-bit arithmetic. Where that cannot be (a target
without a recording) what kernel_jit.json has of Linux 6.1, or the bytes alone."""
import json
import pathlib

from measure import KERNEL as LINUX_6_1
from toolchain import HERE, run

RECORDED = HERE.parent / "KernelJit/recorded"


FIGURES = {"executed": "executed", "executed in calls": "called", "bytes": "bytes"}


def replayed(options, target, objects, folder=RECORDED):
    """By object, of what was recorded: {"executed", "called", "bytes"}; no "executed" where it cannot run."""
    recording = folder / f"{target}.jit.gz"
    if not recording.exists():
        return {}
    text = run([options.build / "bin/bpf-aot-diff", *objects, "-target", target, "-jit", recording,
                "-run", "-json"], seconds=1200)
    return {pathlib.Path(comparison["object"]).name.split(".")[0]: {
                FIGURES[key]: value["kernel"] for key, value in comparison["figures"].items()
                if key in FIGURES and "kernel" in value}
            for comparison in json.loads(text)["comparisons"]}


def figures(options, target, objects):
    """By program: {"executed", "bytes"}, as far as known."""
    known = {name: dict(row) for name, row in LINUX_6_1.get(target, {}).items()}
    for name, row in replayed(options, target, objects).items():
        called = row.pop("called", 0)
        if "executed" in row:
            row["executed"] += called
        known.setdefault(name, {}).update(row)
    return known
