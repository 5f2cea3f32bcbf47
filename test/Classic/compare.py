# SPDX-License-Identifier: Apache-2.0
"""Random filters on packets of all kinds: translated code returns what libpcap's bpf_filter() does.

    compare.py --build BUILD --target T [--seed N] [--expressions N] [--programs N] --out FOLDER

Expressions of pcap-filter(7) go through -filter, every other one through -classic as the text of
tcpdump -ddd; programs through -classic as text or in binary. What libpcap refuses,
or makes so that the kernel refuses it, bpf-aot must refuse.
The last line counts; what differs is kept in FOLDER."""
import argparse
import os
import random
import subprocess
import sys

import generate
import kernel

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Conformance"))
from targets import TARGETS

FORMS = [["-O0"], ["-O2"], ["-O2"], ["-O2", "-facts=check"], ["-O1", "-facts=off"]]


class Comparison:
    def __init__(self, options):
        self.options, self.rng = options, random.Random(options.seed)
        self.bin = os.path.join(options.build, "bin")
        self.big_endian = TARGETS[options.target].big_endian
        self.capture = os.path.join(options.out, "packets.pcap")
        self.packets = generate.packets(self.rng)
        generate.make.write_pcap(self.capture, [("", packet) for packet in self.packets])
        self.wrong = self.refused = self.compared = 0

    def path(self, name):
        return os.path.join(self.options.out, name)

    def oracle(self, *arguments, program=None):
        return subprocess.run([os.path.join(self.bin, "classic-oracle"), *arguments], text=True,
                              input=program, capture_output=True, check=False)

    def ours(self, arguments):
        """The returned values, or None and the message when bpf-aot refused."""
        command = [os.path.join(self.bin, "bpf-aot-run"), "-target", self.options.target, *arguments,
                   "-pcap", self.capture]
        done = subprocess.run(command, text=True, capture_output=True, check=False)
        if done.returncode == 1 and not done.stdout:
            return None, done.stderr
        values = [int(line.rsplit(" ", 1)[1]) for line in done.stdout.splitlines()
                  if line.startswith("packet")]
        return (values, "") if done.returncode == 0 else ([], done.stderr)

    def report(self, name, what):
        self.wrong += 1
        print(f"{name}: {what}")

    def compare(self, name, program, arguments):
        wanted = self.oracle("run", self.capture, program=program)
        if wanted.returncode:
            return self.report(name, wanted.stderr)
        wanted = [int(word) for word in wanted.stdout.split()]
        values, message = self.ours(arguments + self.rng.choice(FORMS))
        self.compared += 1
        if values == wanted:
            return None
        if values is None and not kernel.accepts(generate.parse(program)):
            self.compared -= 1
            self.refused += 1
            return None
        with open(self.path(f"{name}.wrong"), "w", encoding="ascii") as file:
            file.write(program)
        if not values or len(values) != len(wanted):
            return self.report(name, f"{arguments}: {message or 'wrong number of results'}")
        at = next(i for i in range(len(wanted)) if wanted[i] != values[i])
        return self.report(name, f"{arguments}: packet {at + 1} is {values[at]}, libpcap {wanted[at]}")

    def expression(self, number):
        text = generate.expression(self.rng)
        compiled = self.oracle("compile", text)
        if compiled.returncode:
            self.refused += 1
            if self.ours(["-filter", text])[0] is not None:
                self.report(f"expression {number}", f"libpcap refuses '{text}'")
            return
        arguments = ["-filter", text]
        if number % 2:
            arguments = ["-classic", self.path("expression.txt")]
            with open(arguments[1], "w", encoding="ascii") as file:
                file.write(compiled.stdout)
        self.compare(f"expression-{number}", compiled.stdout, arguments)

    def program(self, number):
        insns = generate.program(self.rng)
        path = self.path("program")
        binary = generate.binary(insns, self.big_endian)
        with open(path, "wb") as file:
            file.write(binary if number % 2 else generate.text(insns).encode())
        self.compare(f"program-{number}", generate.text(insns), ["-classic", path])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--expressions", type=int, default=10)
    parser.add_argument("--programs", type=int, default=10)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    print(f"seed {options.seed}")
    comparison = Comparison(options)
    for number in range(options.expressions):
        comparison.expression(number)
    for number in range(options.programs):
        comparison.program(number)
    print(f"{options.target}: {comparison.compared} filters x {len(comparison.packets)} packets, "
          f"{comparison.refused} refused by both, {comparison.wrong} mismatches")
    return 1 if comparison.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
