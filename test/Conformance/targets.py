# SPDX-License-Identifier: Apache-2.0
"""The targets that tests are run on: how to compile a test's main for them and how to run it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Target:
    name: str  # as bpf-aot's -target and the runtime archive's name have it
    flags: tuple  # of clang, the triple first
    emulation: str  # of lld
    qemu: tuple  # command in front of the program; empty: it runs here
    big_endian: bool = False

    @property
    def bpf_triple(self):
        return "bpfeb" if self.big_endian else "bpfel"


# Soft-float neutral: neither the tests' main nor translated code touches floating point.
MIPS_FLAGS = ("-march=mips32r2", "-msoft-float", "-mno-abicalls", "-fno-pic", "-G0")

TARGETS = {
    target.name: target
    for target in (
        Target("mipsel", ("--target=mipsel-linux-gnu",) + MIPS_FLAGS, "elf32ltsmip",
               ("qemu-mipsel",)),
        Target("mips", ("--target=mips-linux-gnu",) + MIPS_FLAGS, "elf32btsmip", ("qemu-mips",),
               big_endian=True),
        Target("riscv32", ("--target=riscv32-linux-gnu", "-march=rv32imac", "-mabi=ilp32"),
               "elf32lriscv", ("qemu-riscv32",)),
        Target("riscv64", ("--target=riscv64-linux-gnu", "-march=rv64imac", "-mabi=lp64"),
               "elf64lriscv", ("qemu-riscv64",)),
        Target("arm", ("--target=armv7a-linux-gnueabi", "-mfloat-abi=soft"), "armelf_linux_eabi",
               ("qemu-arm",)),
        Target("x86-64", ("--target=x86_64-linux-gnu", "-mno-sse"), "elf_x86_64", ()),
    )
}
