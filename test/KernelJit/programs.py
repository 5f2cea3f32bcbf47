# SPDX-License-Identifier: Apache-2.0
"""The programs that kernels are asked about: those of the benchmark, with its packets."""
import dataclasses
import pathlib
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARK = HERE.parent / "Benchmark"
sys.path += [str(BENCHMARK), *(str(HERE.parent / name) for name in ("Conformance", "Kernel", "tools"))]
import compare
import host
import packets
from kernels import Failure
from targets import TARGETS


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    source: pathlib.Path  # C, or an object
    packets: tuple
    only: str = ""  # of the object; empty: all
    fills: tuple = ()  # MAP=KEY:VALUE


def of_benchmark():
    return [Program(path.stem, path, tuple(content()), "prog")
            for group, content in packets.GROUPS.items()
            for path in sorted((BENCHMARK / group).glob("*.c"))]


def of_maps():
    """Programs with maps and helpers. The packets come twice, so that they meet again."""
    return [Program(path.stem, path, tuple(packets.of_programs() * 2), "prog")
            for path in sorted((HERE / "maps").glob("*.c"))]


def of_xdp_tools():
    """XDP programs of Debian's xdp-tools, with maps filled and packets made as test/Kernel does."""
    tools = pathlib.Path(host.xdp_tools_dir())
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder) / "packets.pcap"
        subprocess.run([sys.executable, HERE.parent / "Inputs/make_packets.py", capture], check=True)
        content = tuple(frames(capture.read_bytes()))
    fills = tuple(f"{name}={key}:{value}" for name, pairs in compare.FILL.items()
                  for key, value in pairs)
    return [Program(path.stem, path, content * 2, name, fills)
            for path, name in [(tools / "xdp-dispatcher.o", "xdp_dispatcher"),
                               (tools / "xsk_def_xdp_prog.o", "xsk_def_prog"),
                               *((path, path.stem) for path in sorted(tools.glob("xdpfilt_*.o")))]]


def frames(capture):
    """The packets of a capture file of this machine."""
    at = 24
    while at < len(capture):
        size = struct.unpack_from("=I", capture, at + 8)[0]
        yield capture[at + 16:at + 16 + size]
        at += 16 + size


SETS = {"benchmark": of_benchmark, "maps": of_maps, "xdp-tools": of_xdp_tools}


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
    for fill in program.fills:
        words += ["-fill", fill]
    for packet in program.packets:
        words += ["-packet", packet.hex()]
    return " ".join([*words, str(path)])
