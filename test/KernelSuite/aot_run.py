# SPDX-License-Identifier: Apache-2.0
"""Translates and runs one program on one packet, for suites whose tests are single programs."""
import json
import re
import subprocess

SECONDS = 120


def run(options, path, program, packet, *more):
    """((r0's lower half, the packet in hexadecimal), None), or (None, what went wrong): bpf-aot's
    error, or how the run ended."""
    command = [options.build / "bin/bpf-aot-run", path, "-prog", program, "-target",
               options.target, "-" + options.opt, f"-facts={options.facts}", "-json", "-packet",
               packet, *more]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS,
                                check=False, errors="replace")
    except subprocess.TimeoutExpired:
        return None, f"no end in {SECONDS} s"
    if result.returncode:
        errors = re.findall(r"error: (.*)", result.stderr)
        return None, errors[0] if errors else f"exit code {result.returncode}"
    answer = json.loads(result.stdout.splitlines()[0])
    return (answer["retval"] & 0xffffffff, answer.get("out")), None
