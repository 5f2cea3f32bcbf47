# SPDX-License-Identifier: Apache-2.0
"""What the kernel's JIT executes and how long its code is."""
import measure


def count(options, work, target, program):
    return measure.KERNEL.get(target, {}).get(program, {})
