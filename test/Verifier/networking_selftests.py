#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The networking programs of the kernel's selftests in this machine's kernel and translated:

    networking_selftests.py --build BUILD --work DIR --target T [--only OBJECT[:PROGRAM]]

Every program that this kernel loads and runs on packets and bpf-aot translates gives the same verdict,
packet and maps; networking_selftests.def lists what differs, and why. Taken from Debian's linux-source
at test time; nothing of the kernel is in this repository."""
import argparse
import collections
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent / folder) for folder in ("Benchmark", "Inputs", "Kernel", "tools")]
import make_packets
import proven
import selftests
import uses

from compare import Mismatch, compare_program

RUNS = re.compile(r"\??(xdp|xdp\.frags|tcx?|tcx?/\w+|classifier|action|socket|cgroup_skb|"
                  r"cgroup_skb/\w+)(/.*)?$")
XDP = re.compile(r"\??xdp")


def explanations():
    """{object:program: why}"""
    text = (HERE / "networking_selftests.def").read_text(encoding="utf-8")
    rows = [line.split("|", 1) for line in text.splitlines() if line and line[0] != "#"]
    return {name.strip(): why.strip() for name, why in rows}


def candidates(root, objects):
    """(object, program, is xdp) of what this kernel loads."""
    found = []
    for path in objects:
        result = subprocess.run([root / "kernel_verdict", path], capture_output=True, text=True,
                                check=False, errors="replace")
        rows = map(proven.json.loads, result.stdout.splitlines() if not result.returncode else ())
        found += [(path, row["program"], bool(XDP.match(row["section"]))) for row in rows
                  if row["loaded"] and RUNS.match(row["section"])]
    return found


def write_packets(work):
    every = make_packets.many() + make_packets.long()
    paths = {True: work / "xdp.pcap", False: work / "skb.pcap"}
    make_packets.write_pcap(paths[True], every)
    make_packets.write_pcap(paths[False], [packet for packet in every
                                           if make_packets.fits_skb(packet[1])])
    return paths


def judge(options, path, program):
    """("equal", packets), ("refused", why), ("not run", why) or ("different", why)."""
    translated = subprocess.run([options.build / "bin/bpf-aot", path, "-prog", program, "-target",
                                 options.target, "-o", "/dev/null"], capture_output=True,
                                text=True, check=False, errors="replace")
    if translated.returncode:
        return "refused", (re.findall(r"error: (.*)", translated.stderr) or ["crashed"])[0]
    try:
        return "equal", compare_program(options, str(path), program)
    except Mismatch as error:
        what = "not run" if "kernel_run: " in str(error) else "different"
        return what, str(error)[-300:]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.facts, options.kernel_facts = "use", False
    root = options.build.resolve() / "test" / "Verifier" / "networking"
    objects, _ = proven.build_selftests(root)
    packets, explained = write_packets(options.work), explanations()
    counts, equal_packets, problems = collections.Counter(), 0, []
    for path, program, is_xdp in candidates(root, objects):
        name = f"{path.stem}:{program}"
        if not name.startswith(options.only):
            continue
        options.pcap = str(packets[is_xdp])
        result, what = judge(options, path, program)
        why = explained.pop(name, None)
        counts["explained" if result == "different" and why else result] += 1
        if result == "equal":
            equal_packets += what
            uses.note_equal(str(options.build), str(options.work), options.target, str(path), program)
        elif result == "different" and not why:
            problems.append(f"{name}: {what}")
        else:
            print(f"{name}: {result}: {why or what}")
    print("\n".join(problems))
    print(f"{options.target}: {counts['equal']} programs equal on {equal_packets} packets, "
          f"{counts['explained']} differ as explained, {counts['different']} differ; "
          f"{counts['refused']} not translated, {counts['not run']} without a test run")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
