# SPDX-License-Identifier: Apache-2.0
"""lib/test_bpf.c of the kernel as a program of a target: compiled once, asked for the programs of
its tests, linked with what became of them."""
import dataclasses
import hashlib
import pathlib
import struct
import subprocess

import source

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
STUB = HERE / "stub"
PARTS = ("harness", "support", "skb")
WANTED = ("lib/test_bpf.c", "include/linux/filter.h", "include/uapi/linux/bpf.h",
          "include/uapi/linux/bpf_common.h", "include/uapi/linux/filter.h")
# Headers that the test and uapi include; all are stub/kernel.h.
HEADERS = ("init", "module", "filter", "bpf", "skbuff", "netdevice", "if_vlan", "random", "highmem",
           "sched", "types", "compiler")
KINDS = ("classic", "ebpf", "tail_call")  # enum dumped_kind
RECORD = "4I"  # struct dumped
DUMP_SECONDS = 600


class Failure(Exception):
    """A step failed; the text says which and why."""


@dataclasses.dataclass
class Dumped:
    kind: str
    number: int
    expects_failure: bool
    insns: int
    at: int  # where its insns begin in the file

    @property
    def name(self):
        return f"{self.kind} {self.number}"

    @property
    def symbol(self):
        return f"{self.kind}_{self.number}"


def step(what, command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False,
                          **options)
    if done.returncode:
        lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        errors = [line for line in lines if "error:" in line] or lines
        raise Failure(f"{what}: exit {done.returncode}: {' | '.join(errors[:3])}")
    return done.stdout


def insn_macros(root):
    """What the kernel's filter.h says of encodings, without what it says of the kernel."""
    lines = (root / "include/linux/filter.h").read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("#define BPF_REG_ARG1"))
    last = next(i for i, line in enumerate(lines) if line.startswith("#define bytes_to_bpf_size"))
    return "\n".join(lines[first:last]) + "\n"


def kernel_files(options):
    """The kernel's files and the headers made of them, for all targets."""
    root = options.work / "test_bpf-source"
    with source.alone(root):
        source.extract(root, WANTED)
        write_headers(root)
    return root


def write_headers(root):
    made = root / "made"
    if made.exists():
        return
    (made / "linux").mkdir(parents=True)
    (made / "insn_macros.h").write_text(insn_macros(root), encoding="utf-8")
    for name in HEADERS:
        (made / "linux" / f"{name}.h").write_text('#include "kernel.h"\n', encoding="utf-8")
    (made / "linux/bpf_common.h").write_text("#include <uapi/linux/bpf_common.h>\n",
                                             encoding="utf-8")


def _table(rows):
    """rows: (number of a test, kind, errno or 0, symbol or None)."""
    lines = ['#include "support.h"']
    lines += [f"uint64_t {symbol}(void);" for *_, symbol in rows if symbol]
    lines.append("const struct translation translations[] = {")
    for number, kind, error, symbol in rows:
        lines.append(f"    {{{number}, TRANSLATION_{kind}, {error}, {symbol or 0}}},")
    lines += ["    {0}", "};", f"const unsigned translation_count = {len(rows)};"]
    return "\n".join(lines) + "\n"


class Harness:
    def __init__(self, options):
        self.options, self.row = options, options.row
        self.root = kernel_files(options)
        self.work = options.work / f"test_bpf-{options.target}"
        self.work.mkdir(exist_ok=True)
        self.runtime = options.build / f"lib/bpf-aot/libbpf-aot-rt-{options.target}.a"
        self.includes = ["-I", STUB, "-I", self.root / "made", "-I", self.root / "include",
                         "-I", self.root, "-I", HERE.parent / "Conformance", "-I", TOP / "include"]
        self.mode = "-".join((options.opt, options.facts, "fold" if options.fold else "hide"))
        self.bpf_aot = [str(options.build / "bin/bpf-aot"), "-target", options.target,
                        f"-{options.opt}", f"-facts={options.facts}",
                        *([] if options.fold else ["-hide-constants"])]
        self._build()

    def compile(self, path, output):
        step("clang", ["clang-22", *self.row.flags, "-std=gnu17", "-O1", "-w", "-ffreestanding",
                       "-fno-builtin", "-fno-stack-protector", "-fno-unwind-tables",
                       "-fno-asynchronous-unwind-tables", *self.includes, "-c", path, "-o", output])

    def _stamp(self):
        """Changes with all that goes into the harness."""
        digest = hashlib.sha256((self.root / "stamp").read_bytes())
        for path in sorted([*STUB.iterdir(), HERE.parent / "Conformance/freestanding.h",
                            TOP / "include/bpf-aot/contexts.def"]):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _build(self):
        stamp = self.work / "stamp"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == self._stamp():
            return
        stamp.unlink(missing_ok=True)
        for part in PARTS:
            self.compile(STUB / f"{part}.c", self.work / f"{part}.o")
        (self.work / "dump").unlink(missing_ok=True)
        self._write_dump()
        stamp.write_text(self._stamp(), encoding="utf-8")

    def _write_dump(self):
        """All programs, from a run of the test itself."""
        executable = self.link("dumper", [], {})
        output = step("dump", [*self.row.qemu, executable, "dump"], timeout=DUMP_SECONDS)
        (self.work / "dump").write_bytes(output)

    def code(self, program):
        with (self.work / "dump").open("rb") as dump:
            dump.seek(program.at)
            return dump.read(program.insns * 8)

    def dumped(self):
        order = ">" if self.row.big_endian else "<"
        data, at, size = (self.work / "dump").read_bytes(), 0, struct.calcsize(order + RECORD)
        while at < len(data):
            kind, number, insns, fails = struct.unpack_from(order + RECORD, data, at)
            at += size
            yield Dumped(KINDS[kind], number, bool(fails), insns, at)
            at += insns * 8

    def link(self, name, objects, rows):
        """The executable of these translated objects; rows as _table() has them."""
        table, executable = self.work / f"{name}.table.c", self.work / f"{name}.elf"
        table.write_text(_table(rows), encoding="utf-8")
        self.compile(table, table.with_suffix(".o"))
        step("ld.lld", ["ld.lld-22", *self.row.lld, "-static", "-z", "defs", "-o", executable,
                        *(self.work / f"{part}.o" for part in PARTS), table.with_suffix(".o"),
                        *objects, self.runtime])
        return executable
