# SPDX-License-Identifier: Apache-2.0
"""The programs that kernels are asked about: those of the benchmark, with its packets."""
import dataclasses
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARK = HERE.parent / "Benchmark"
sys.path += [str(BENCHMARK), str(HERE.parent / "Conformance")]
import packets
from kernels import Failure
from targets import TARGETS


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    source: pathlib.Path  # C, or an object
    packets: tuple
    only: str = ""  # of the object; empty: all


def of_benchmark():
    return [Program(path.stem, path, tuple(content()), "prog")
            for group, content in packets.GROUPS.items()
            for path in sorted((BENCHMARK / group).glob("*.c"))]


def of_maps():
    """Programs with maps and helpers. The packets come twice, so that they meet again."""
    return [Program(path.stem, path, tuple(packets.of_programs() * 2), "prog")
            for path in sorted((HERE / "maps").glob("*.c"))]


SETS = {"benchmark": of_benchmark, "maps": of_maps}


def compile_program(program, target, folder):
    """The bytes of its object, in the byte order of the target."""
    if program.source.suffix == ".o":
        return program.source.read_bytes()
    path = folder / f"{program.name}.o"
    command = ["clang-22", "-target", TARGETS[target].bpf_triple, "-mcpu=v3", "-O2", "-g",
               "-std=gnu17", "-c", str(program.source), "-o", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"{program.source}: {done.stderr.splitlines()[0]}")
    return path.read_bytes()


def job(program, path, options):
    """A command line of the agent."""
    words = [*options]
    if program.only:
        words += ["-prog", program.only, "-name", program.name]
    for packet in program.packets:
        words += ["-packet", packet.hex()]
    return " ".join([*words, str(path)])
