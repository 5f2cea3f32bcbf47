# SPDX-License-Identifier: Apache-2.0
"""This machine's kernel as the oracle: oracle.c loads a suite's programs by bpf(2) and runs them
by BPF_PROG_TEST_RUN; what they return and make of the packet is wanted of the translated ones."""
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "Verifier"), str(HERE.parent / "tools")]

import host
import selftests

SECONDS = 600
NOT_ACCEPTED = "not accepted by the kernel"
NO_TEST_RUN = "the kernel has no test run for the program's type"
REASONS = {  # by exit code of oracle.c
    3: NOT_ACCEPTED,
    4: NO_TEST_RUN,
    5: "libbpf, which loads it for the kernel, finds subprograms in .text only",
}


def missing(options):
    """Why the kernel cannot be asked, or None."""
    if options.suite == "maps":
        return "maps: its tests run no programs"
    if options.row.big_endian:
        return f"{options.target}: the oracle is this machine's kernel, which is little-endian"
    if selftests.missing():
        return selftests.missing()
    return None if host.can_load_bpf() else "the kernel does not allow bpf(2) (root may)"


class Unanswered(Exception):
    """The text is the reason, as it is counted."""


class Oracle:
    def __init__(self, options):
        root = options.build / "test/Verifier/linux"
        selftests.prepare(root)
        self.program = options.work / "oracle"
        source = HERE / "oracle.c"
        with selftests.locked(self.program):
            if not self.program.exists() or \
                    self.program.stat().st_mtime < source.stat().st_mtime:
                selftests.run(["clang-22", "-std=c17", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra",
                               "-Iinclude", "-Itools/include/uapi", source, "libbpf.a", "-lelf",
                               "-lz", "-o", self.program], cwd=root)

    def ask(self, *words):
        """The lines of its answer."""
        command = [str(self.program), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS,
                              errors="replace")
        if done.returncode in REASONS:
            raise Unanswered(REASONS[done.returncode])
        if done.returncode:
            sys.exit(f"{shlex.join(command)}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout.splitlines()


def read_run(line):
    """(r0's lower half, the packet in hexadecimal) of a `run`."""
    value, _, packet = line.partition(" ")
    return int(value), packet


def difference(found, wanted):
    """None, or how two such pairs differ; None in the second stands for anything."""
    for what, ours, theirs in zip(("returns", "leaves"), found, wanted):
        if theirs is not None and ours != theirs:
            form = "#x" if isinstance(theirs, int) else ""
            return f"{what} {ours:{form}}, wanted {theirs:{form}}"
    return None
