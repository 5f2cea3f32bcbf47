# SPDX-License-Identifier: Apache-2.0
"""run_ways.py WORK PCAP QEMU BPF-AOT-OPTIONS...: translates WORK/lookups.o in ways that must not
matter, runs each on the first packets; prints what they print, which is the same."""
import subprocess
import sys

WAYS = (["-inline-helpers=on"], ["-inline-helpers=off"], ["-inline-helpers=on", "-O1"],
        ["-inline-helpers=on", "-facts=off"], ["-inline-helpers=on", "-facts=check"],
        ["-inline-helpers=on", "-unproven=trust", "-O3"])


def main():
    work, pcap, qemu, *target = sys.argv[1:]
    seen = set()
    for number, way in enumerate(WAYS):
        executable = f"{work}/way{number}"
        subprocess.run(["bpf-aot", *target, *way, "-exe", f"{work}/lookups.o", "-o", executable],
                       check=True)
        command = [*qemu.split(), executable, "-pcap", pcap]
        seen.add(subprocess.run([*command, "-json"], check=True, capture_output=True,
                                text=True).stdout.splitlines()[0]
                 + "\n" + subprocess.run([*command, "-dump-maps"], check=True,
                                         capture_output=True, text=True).stdout)
    print(f"{len(WAYS)} ways, {'the same' if len(seen) == 1 else 'different'}")
    print("\n".join(sorted(seen)))


if __name__ == "__main__":
    main()
