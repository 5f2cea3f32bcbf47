# SPDX-License-Identifier: Apache-2.0
"""Runs the programs that say what they return, on 64 zero bytes as BPF_PROG_TEST_RUN does for the
kernel's test_loader, and compares with the annotation; and those that the kernel rejects and
bpf-aot guards, which are to end without a crash within a budget, whatever they return."""
import json
import re
import struct
import subprocess

TARGETS = ("x86-64", "mipsel")
BUDGET = 1_000_000  # jumps backwards of a program that the kernel rejects, perhaps for never ending
RUNS = re.compile(r"\??(socket|xdp|xdp\.frags|tc|classifier|action)(/.*)?$")
SECONDS = 60
# What the selftests' callbacks write before a run; kernel_verdict.c has the same words.
FILLED = {"verifier_array_access": "map_array_ro", "verifier_value_ptr_arith": "map_array_48b"}
WORDS = [7 * 4, 0, 0, 0, 0, 0, 0, 0xabcdef12, 0, 0, 0, 0]


def is_run(row):
    if not RUNS.match(row["section"]) or row["ours"] not in ("accepted", "guarded"):
        return False
    if row["kernel"] != "accepted":
        return row["ours"] == "guarded"
    return "retval" in row


def pair(order="<"):
    """Key and value in hexadecimal."""
    return [struct.pack(order + "I", 0).hex(), struct.pack(order + "12I", *WORDS).hex()]


def write_values(folder):
    """A JSON file a byte order, of one pair."""
    for order in "<>":
        (folder / f"values{'be' if order == '>' else 'le'}.json").write_text(
            json.dumps([pair(order)]))


def run(bpf_aot_run, path, row, target):
    """None, or what went wrong."""
    command = [bpf_aot_run, path, "-prog", row["program"], "-target", target, "-json", "-packet",
               "00" * 64]
    if row["kernel"] != "accepted":
        command += ["-run-budget", str(BUDGET)]
    if row["file"] in FILLED:
        command += ["-map", f"{FILLED[row['file']]}={path.parent / 'valuesle.json'}"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS,
                                check=False)
    except subprocess.TimeoutExpired:
        return f"{target}: no end in {SECONDS} s"
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["no message"])[-1]
        return f"{target}: exit code {result.returncode}: {last}"
    returned = json.loads(result.stdout.splitlines()[0])["retval"] & 0xffffffff
    if row["kernel"] == "accepted" and row["retval"] is not None and returned != row["retval"]:
        return f"{target}: returns {returned:#x}, wanted {row['retval']:#x}"
    return None


def run_all(bpf_aot_run, path, row):
    failures = [run(bpf_aot_run, path, row, target) for target in TARGETS]
    return {"runs": len(TARGETS), "run_failures": [text for text in failures if text]}
