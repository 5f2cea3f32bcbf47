#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes random XDP programs and translates them with what the running kernel's verifier finds: do
they do what they do in the kernel? (With the ranges behind pruned paths taken as
well, 5 of the first 40 do not.)

random_facts.py --build BUILD --pcap FILE --work DIR --first SEED --count N
"""
import argparse
import json
import os
import random
import subprocess
import sys

DATA = ["0", "2", "3", "4", "5", "8"]  # r6: packet, r7: its end, r1 and r9: scratch
CONSTANTS = [0, 1, 2, 3, 7, 8, 15, 31, 63, 64, 255, 256, 0x7FFFFFFF, -1, -2, -128]
OPERATORS = ["+=", "-=", "*=", "&=", "|=", "^=", "/=", "%=", "=", "s/=", "s%="]
SHIFTS = ["<<=", ">>=", "s>>="]
COMPARISONS = ["==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"]
WIDTHS = ["u8", "u16", "u32", "u64"]
SLOTS = [8, 16, 24, 32]  # below r10
COUNTER = 40


class Program:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines = []
        self.labels = 0

    def emit(self, *lines):
        self.lines += lines

    def label(self):
        self.labels += 1
        return f"L{self.labels}"

    def register(self):
        return self.rng.choice(DATA)

    def alu(self):
        width, dst = self.rng.choice("rw"), self.register()
        if self.rng.random() < 0.2:
            amount = self.rng.randrange(32 if width == "w" else 64)
            return self.emit(f"{width}{dst} {self.rng.choice(SHIFTS)} {amount}")
        operator = self.rng.choice(OPERATORS)
        constant = self.rng.choice([*CONSTANTS, self.rng.randrange(-2**31, 2**31)])
        if operator in ("/=", "%=", "s/=", "s%="):
            constant = constant or 3  # the kernel refuses a constant 0
        second = constant if self.rng.random() < 0.5 else f"{width}{self.register()}"
        return self.emit(f"{width}{dst} {operator} {second}")

    def mask(self):
        self.emit(f"{self.rng.choice('rw')}{self.register()} &= "
                  f"{self.rng.choice([1, 3, 7, 15, 31, 63, 255])}")

    def spill(self):
        self.emit(f"*(u64 *)(r10 - {self.rng.choice(SLOTS)}) = r{self.register()}")

    def fill(self):
        self.emit(f"r{self.register()} = *(u64 *)(r10 - {self.rng.choice(SLOTS)})")

    def packet(self):
        """A checked access at a variable offset."""
        index, value, skip = self.register(), self.register(), self.label()
        self.emit(f"r9 = r{index}", f"r9 &= {self.rng.choice([3, 7, 15, 31])}")
        if self.rng.random() < 0.5:
            self.emit("r9 <<= 2")
        self.emit("r1 = r6", "r1 += r9", "r9 = r1", "r9 += 12", f"if r9 > r7 goto {skip}")
        place = f"*({self.rng.choice(WIDTHS)} *)(r1 + {self.rng.randrange(4)})"
        if self.rng.random() < 0.3:
            self.emit(f"{place} = r{index}")
        self.emit(f"r{value} = {place}", f"{skip}:")

    def branch(self, depth):
        other, end, width = self.label(), self.label(), self.rng.choice("rw")
        second = f"{width}{self.register()}" if self.rng.random() < 0.3 else \
            self.rng.choice([0, 1, 5, 16, 100, 255, -1, -5, 1000])
        self.emit(f"if {width}{self.register()} {self.rng.choice(COMPARISONS)} {second} "
                  f"goto {other}")
        self.block(depth + 1)
        self.emit(f"goto {end}", f"{other}:")
        self.block(depth + 1)
        self.emit(f"{end}:")

    def block(self, depth):
        for _ in range(self.rng.randrange(2, 6)):
            kinds = [self.alu] * 6 + [self.mask, self.spill, self.fill, self.packet]
            kind = self.rng.choice([*kinds, None, None])
            if kind:
                kind()
            elif depth < 3:
                self.branch(depth)

    def loop(self):
        head = self.label()
        self.emit(f"*(u64 *)(r10 - {COUNTER}) = 0", f"{head}:")
        self.block(2)
        self.emit(f"r9 = *(u64 *)(r10 - {COUNTER})", "r9 += 1",
                  f"*(u64 *)(r10 - {COUNTER}) = r9",
                  f"if r9 < {self.rng.randrange(2, 9)} goto {head}")

    def make(self):
        self.emit("r6 = *(u32 *)(r1 + 0)", "r7 = *(u32 *)(r1 + 4)", "r2 = r6", "r2 += 40", "r0 = 2",
                  "if r2 > r7 goto done")
        for register in DATA:
            self.emit(f"r{register} = *({self.rng.choice(WIDTHS)} *)(r6 + "
                      f"{self.rng.randrange(32)})")
        self.emit(*(f"*(u64 *)(r10 - {slot}) = r{self.register()}" for slot in SLOTS))
        for _ in range(self.rng.randrange(2, 5)):
            self.block(0)
        if self.rng.random() < 0.4:
            self.loop()
        self.emit(*(f"r0 ^= r{register}" for register in DATA[1:]))
        self.emit("r1 = r0", "r1 >>= 32", "r0 ^= r1", "done:", "exit")
        return ('.section xdp,"ax"\n.globl prog\n.type prog,@function\nprog:\n' +
                "\n".join(self.lines) +
                '\n.size prog, .-prog\n.section license,"a"\n.string "GPL"\n')


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def results(text):
    """Verdict and bytes by packet, of what prints a JSON object a line."""
    lines = [json.loads(line) for line in text.splitlines()]
    return [(line["retval"], line["out"]) for line in lines if "retval" in line]


def compare(options, seed):
    """None: the kernel refuses the program; "": the same."""
    base, tools = os.path.join(options.work, "prog"), os.path.join(options.build, "bin")
    with open(base + ".s", "w", encoding="utf-8") as out:
        out.write(Program(seed).make())
    subprocess.run(["llvm-mc", "-triple=bpfel", "-mcpu=v4", "-filetype=obj", base + ".s", "-o",
                    base + ".o"], check=True)
    kernel = run(os.path.join(tools, "kernel_run"), base + ".o", "prog", options.pcap)
    if kernel.returncode:
        return None
    translated = run(os.path.join(tools, "bpf-aot"), base + ".o", "-target", "x86-64", "-exe",
                     "-o", base, "-facts-from=kernel")
    if translated.returncode or translated.stderr:
        return translated.stderr or "not translated"
    ours = run(base, "-prog", "prog", "-pcap", options.pcap, "-json")
    return "" if results(kernel.stdout) == results(ours.stdout) else "another result"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--build", "--pcap", "--work"):
        parser.add_argument(name, required=True)
    for name in ("--first", "--count"):
        parser.add_argument(name, required=True, type=int)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    same = wrong = 0
    for seed in range(options.first, options.first + options.count):
        difference = compare(options, seed)
        same += difference == ""
        if difference:
            wrong += 1
            print(f"seed {seed}: {difference}")
    print(f"{same} programs do the same, {wrong} do not")
    return 1 if wrong or not same else 0


if __name__ == "__main__":
    sys.exit(main())
