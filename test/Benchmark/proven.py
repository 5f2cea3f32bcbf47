#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which share of memory accesses the facts prove, which is guarded, and which is probed:

    proven.py --build build/release --work /tmp/proven [--target mipsel] [--only xdp-tools]

over the objects of Debian's xdp-tools and over the networking programs of the kernel's selftests
(linux-source, beyond verifier_*.c) that this kernel's verifier accepts. A subprogram counts once
for every program that calls it."""
import argparse
import collections
import glob
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Verifier"))
import selftests

XDP_TOOLS = "/usr/lib/x86_64-linux-gnu/bpf"
PROGRAMS = ("tools/testing/selftests/bpf/progs/*.c",)
NETWORKING = re.compile(r"\??(xdp|tcx?|classifier|action|netkit|socket|cgroup_skb|cgroup/skb|"
                        r"lwt_\w+|sk_skb|flow_dissector)(\W.*)?$")
KINDS = ("proven", "guarded", "probed")
SECONDS = 60


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--target", default="mipsel")
    parser.add_argument("--only", choices=("xdp-tools", "selftests"))
    return parser.parse_args()


def build_selftests(root):
    """Objects of the networking sources, and how many sources do not build here."""
    if not (root / "kernel_verdict").exists():
        root.mkdir(parents=True, exist_ok=True)
        tarball = sorted(glob.glob(selftests.TARBALLS))[-1]
        selftests.extract(tarball, root, (*selftests.WANTED, *PROGRAMS))
        selftests.write_headers(root)
        selftests.build_libbpf(root)
    objects = root / "networking"
    objects.mkdir(exist_ok=True)

    def compile_one(path):
        output = objects / (path.stem + ".o")
        command = selftests.compile_command(path, output)
        if not output.exists():
            subprocess.run(command, cwd=root, capture_output=True, check=False)
        return output if output.exists() else None

    sources = [path for path in sorted((root / selftests.SELFTESTS / "progs").glob("*.c"))
               if not path.stem.startswith("verifier_") and
               any(NETWORKING.match(name) for name in
                   re.findall(r'SEC\("([^"]+)"\)', path.read_text(encoding="utf-8")))]
    built = selftests.parallel(compile_one, sources)
    return [path for path in built if path], built.count(None)


def accepted_programs(verdict_program, path, counts):
    result = subprocess.run([verdict_program, path], capture_output=True, text=True, check=False,
                            errors="replace")
    if result.returncode:
        counts["objects that libbpf does not open"] += 1
        return []
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    rows = [row for row in rows if NETWORKING.match(row["section"])]
    counts["programs that this kernel does not accept"] += sum(not row["loaded"] for row in rows)
    return [row["program"] for row in rows if row["loaded"]]


def cause_of(note):
    """The words without registers and numbers."""
    return re.sub(r"-?\b(0x[0-9a-f]+|\d+)\b", "N", re.sub(r"\b[Rr]\d+\b", "R", note))


def measure(options, path, program):
    """Counts of a program, or of all of an object; causes; None and why bpf-aot refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        remarks = pathlib.Path(folder) / "remarks"
        command = [options.build / "bin/bpf-aot", path, "-target", options.target, "-o",
                   "/dev/null", *(["-prog", program] if program else [])]
        try:
            counted = subprocess.run([*command, "-remarks=json", "-remarks-file", remarks],
                                     capture_output=True, text=True, timeout=SECONDS, check=False,
                                     errors="replace")
            each = subprocess.run([*command, "-remarks=each"], capture_output=True, text=True,
                                  timeout=SECONDS, check=False, errors="replace")
        except subprocess.TimeoutExpired:
            return None, [f"no end in {SECONDS} s"]
        if counted.returncode:
            return None, re.findall(r"error: (.*)", counted.stderr)[:1] or ["crashed"]
        functions = json.loads(remarks.read_text(encoding="utf-8"))["functions"]
    shares = {kind: sum(row["accesses_" + kind] for row in functions) for kind in KINDS}
    return shares, re.findall(r"note: (?:guarded|probed): (.*)", each.stderr)


def measure_all(options, jobs, counts):
    """jobs: (object, program or None)."""
    total, causes, refused = collections.Counter(), collections.Counter(), collections.Counter()
    where = collections.defaultdict(set)
    results = selftests.parallel(lambda job: measure(options, *job), jobs)
    for (path, program), (shares, notes) in zip(jobs, results):
        into = refused if shares is None else causes
        for note in map(cause_of, notes):
            into[note] += 1
            where[note].add(f"{path.stem}:{program}" if program else path.stem)
        total.update(shares or {})
        counts["translated" if shares else "refused by bpf-aot"] += 1
    return total, causes, refused, where


def print_ranked(title, ranked, where):
    if ranked:
        print(f"\n{title}, most frequent first:\n")
    for cause, count in ranked.most_common():
        names = sorted(where[cause])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        print(f"- {count}: {cause} ({', '.join(names[:3])}{more})")


def report(title, options, jobs, counts):
    total, causes, refused, where = measure_all(options, jobs, counts)
    accesses = sum(total.values())
    print(f"# {title}, {options.target}\n")
    print("; ".join(f"{name}: {count}" for name, count in counts.items() if count) + "\n")
    print("| | accesses | share |\n|---|---|---|")
    for kind in KINDS:
        share = f"{100 * total[kind] / accesses:.2f} %" if accesses else "-"
        print(f"| {kind} | {total[kind]} | {share} |")
    print_ranked("Not proven", causes, where)
    print_ranked("Refused", refused, where)
    print()


def main():
    options = arguments()
    if options.only != "selftests":
        jobs = [(path, None) for path in sorted(pathlib.Path(XDP_TOOLS).glob("*.o"))]
        report("xdp-tools", options, jobs, collections.Counter())
    if options.only == "xdp-tools":
        return
    if selftests.missing():
        sys.exit(f"proven.py: {selftests.missing()}")
    root = options.work.resolve()
    counts = collections.Counter()
    objects, counts["sources that do not build"] = build_selftests(root)
    counts["objects"] = len(objects)
    jobs = [(path, program) for path in objects
            for program in accepted_programs(root / "kernel_verdict", path, counts)]
    report("networking selftests that this kernel accepts", options, jobs, counts)


if __name__ == "__main__":
    main()
