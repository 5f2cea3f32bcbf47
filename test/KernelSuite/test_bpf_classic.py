# SPDX-License-Identifier: Apache-2.0
"""The classic tests of lib/test_bpf.c: a file of struct sock_filter each, and what the kernel would
refuse has to be refused."""
import subprocess

from test_bpf_harness import Failure, step

OBJCOPY = "/usr/lib/llvm-22/bin/llvm-objcopy"
REFUSED = 1  # exit code of bpf-aot
EINVAL = 22  # what the kernel says of all that it refuses


def translate(harness, program):
    """The row of the table, and the object or None."""
    path = harness.work / f"{program.symbol}.bpf"
    native = harness.work / f"{harness.mode}-{program.symbol}.native.o"
    path.write_bytes(harness.code(program))
    done = subprocess.run([*harness.bpf_aot, "-classic", str(path), "-o", str(native)],
                          capture_output=True, text=True, check=False)
    if done.returncode == REFUSED:
        return (program.number, "SKB", -EINVAL, None), None
    if done.returncode:
        raise Failure(f"{program.name}: bpf-aot: exit {done.returncode}: {done.stderr}")
    step("llvm-objcopy", [OBJCOPY, f"--redefine-sym=prog={program.symbol}", native])
    return (program.number, "SKB", 0, program.symbol), native
