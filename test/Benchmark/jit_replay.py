# SPDX-License-Identifier: Apache-2.0
"""What the images of the kernel's JIT that test/KernelJit recorded execute: replayed in user mode on the same
packets by bpf-aot-diff."""
import json
import pathlib

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
