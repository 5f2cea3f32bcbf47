# SPDX-License-Identifier: Apache-2.0
"""The kernel's map tests (test_maps.c, map_tests/, test_lru_map.c, test_lpm_map.c) on the host API,
as test/KernelMaps has them, for each target that Debian has a C library for. What its tests.def
lists with a reason counts as skipped."""
import importlib.util
import pathlib
import subprocess

from result import Result

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "KernelMaps"
SPEC = importlib.util.spec_from_file_location("kernel_maps", FOLDER / "run.py")
kernel_maps = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kernel_maps)


def run(options):
    why = kernel_maps.missing(options.target)
    if why:
        return Result(skipped=[("all", why)])
    root = options.build / "test/kernel-maps"
    kernel_maps.extract(root)
    rows, reasons = kernel_maps.read_rows(), kernel_maps.read_reasons()
    folder = kernel_maps.build(root, options.build, rows, options.target)
    result = Result()
    for line in kernel_maps.run_tests(folder, options.row.qemu, options.only, subprocess.DEVNULL):
        name, how = line.rsplit(": ", 1)
        test = name.split(" ")[1]
        if test in reasons:
            result.skipped.append((name, reasons[test]))
        elif how == "passed":
            result.passed.append(name)
        else:
            result.failed.append((name, how))
    result.skipped += [(f"{rows[test][1]} {test}", why) for test, why in reasons.items()
                       if rows[test][0] == "ABSENT" and not options.only]
    return result
