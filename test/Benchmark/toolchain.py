# SPDX-License-Identifier: Apache-2.0
"""Builds a program twice, translated by bpf-aot and compiled by clang, and links each with the
same driver and runtime."""
import dataclasses
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(HERE.parent / "Conformance"))
from targets import TARGETS

OURS, NATIVE = "ours", "clang"
NATIVE_FLAGS = ["-fno-vectorize", "-fno-slp-vectorize", "-fno-asynchronous-unwind-tables",
                 "-fno-stack-protector", "-ffreestanding"]
WARN = ["-std=gnu17", "-Wall", "-Wextra", "-Werror"]
# What describes translated code to a host's driver.
METADATA_SYMBOLS = ("bpf_program", "bpf_section")
METADATA_STRINGS = ".rodata.str"


class Failure(Exception):
    """A step failed; the text says which and why."""


def run(command, seconds=300):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False, timeout=seconds)
    if done.returncode:
        text = (done.stderr or done.stdout).strip().splitlines()
        raise Failure(f"{pathlib.Path(command[0]).name}: exit {done.returncode}: "
                      + " | ".join(text[:3]))
    return done.stdout


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    source: pathlib.Path
    start: int  # of its packets, modulo 8
    packets: str  # file name in the work folder


@dataclasses.dataclass(frozen=True)
class Sizes:
    code: int
    constants: int


class Toolchain:
    def __init__(self, options, target):
        self.target = TARGETS[target]
        self.build = options.build
        self.work = options.work / target
        self.work.mkdir(parents=True, exist_ok=True)
        self.bpf_aot_options = options.option
        self.free = ["-DFREE"] if options.free else []

    def flags(self):
        # Non-PIC, as bpf-aot's default is; the row asks for PIC where the runtime needs it.
        return ["clang-22", *self.target.flags, "-fno-pic", "-O2", *NATIVE_FLAGS, *WARN]

    def compile_driver(self, kind):
        path = self.work / f"driver.{kind}.o"
        define = ["-DTRANSLATED"] if kind == OURS else []
        run([*self.flags(), "-fno-builtin", *define, f"-I{ROOT}/include", f"-I{ROOT}/lib/runtime",
             "-c", HERE / "driver.c", "-o", path])

    def compile(self, program, kind):
        path = self.work / f"{program.name}.{kind}.o"
        if kind == NATIVE:
            run([*self.flags(), *self.free, f"-DPACKET_START={program.start}", "-c",
                 program.source, "-o", path])
            return path
        bpf = self.work / f"{program.name}.bpf.o"
        run(["clang-22", "-target", self.target.bpf_triple, "-mcpu=v3", "-O2", "-g", *self.free,
             *WARN, "-c", program.source, "-o", bpf])
        align = ["-packet-align=0%8"] if program.start == 0 else []
        run([self.build / "bin/bpf-aot", bpf, "-target", self.target.name, "-c", "-o", path,
             *align, *self.bpf_aot_options])
        return path

    def link(self, program, kind):
        """The executable; the map beside it says which bytes are whose."""
        path = self.work / f"{program.name}.{kind}"
        archive = self.build / f"lib/bpf-aot/libbpf-aot-rt-{self.target.name}.a"
        run(["ld.lld-22", "-static", "-e", "_start", "-z", "noexecstack", *self.target.lld,
             f"-Map={path}.map", "-o", path, self.work / f"driver.{kind}.o",
             self.work / f"{program.name}.{kind}.o", archive])
        return path


def _flag(section, name):
    return any(flag["Name"] == name for flag in section["Flags"]["Flags"])


def sizes(path, kind):
    """Bytes of code and of read-only data in an object, without what describes it to a driver."""
    text = run(["llvm-readelf-22", "--elf-output-style=JSON", "--sections", "--symbols", path])
    file = json.loads(text)[0]
    code, constants = 0, 0
    for entry in file["Sections"]:
        section = entry["Section"]
        name = section["Name"]["Name"]
        if _flag(section, "SHF_EXECINSTR"):
            code += section["Size"]
        elif name.startswith((".rodata", ".data.rel.ro")):
            strings = kind == OURS and name.startswith(METADATA_STRINGS)
            constants += 0 if strings else section["Size"]
    for entry in file["Symbols"]:
        symbol = entry["Symbol"]
        if (symbol["Name"]["Name"].startswith(METADATA_SYMBOLS)
                and symbol["Section"]["Name"] in (".rodata", ".data.rel.ro")):
            constants -= symbol["Size"]
    return Sizes(code, constants)
