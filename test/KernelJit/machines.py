# SPDX-License-Identifier: Apache-2.0
"""The machines whose kernels are asked, one row each."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Debian:
    """A kernel of Debian's, by the package that depends on the newest one."""
    package: str
    architecture: str


@dataclasses.dataclass(frozen=True)
class Built:
    """A small kernel from linux-source: tinyconfig and kernels/common.config, arch/ARCH.config, TARGET.config."""
    arch: str
    image: str  # made file, in the build folder


@dataclasses.dataclass(frozen=True)
class Machine:
    target: str  # of bpf-aot
    kernel: Debian | Built
    qemu: tuple
    console: str
    firmware: str = ""  # source of what qemu starts in place of its own


def _malta(emulator, cpu):
    # Without -vga and -nic qemu wants files that Debian has in other packages.
    return (emulator, "-M", "malta", "-cpu", cpu, "-m", "256", "-vga", "none", "-nic", "none")


def _virt(emulator, memory="256", *more):
    return (emulator, "-M", "virt", *more, "-m", memory, "-nic", "none")


MALTA_IMAGE = Built("mips", "vmlinux")
RISCV_IMAGE = Built("riscv", "arch/riscv/boot/Image")

MACHINES = {machine.target: machine for machine in (
    Machine("mipsel", Debian("linux-image-4kc-malta", "mipsel"),
            _malta("qemu-system-mipsel", "24Kf"), "ttyS0"),
    Machine("mips64el", Debian("linux-image-5kc-malta", "mips64el"),
            _malta("qemu-system-mips64el", "MIPS64R2-generic"), "ttyS0"),
    Machine("arm", Debian("linux-image-armmp-lpae", "armhf"),
            _virt("qemu-system-arm", "256", "-cpu", "cortex-a15"), "ttyAMA0"),
    Machine("aarch64", Debian("linux-image-arm64", "arm64"),
            _virt("qemu-system-aarch64", "512", "-cpu", "cortex-a57"), "ttyAMA0"),
    Machine("riscv64", RISCV_IMAGE, _virt("qemu-system-riscv64"), "ttyS0"),
    # Debian's OpenSBI is for 64 bits.
    Machine("riscv32", RISCV_IMAGE, _virt("qemu-system-riscv32"), "ttyS0", "sbi32.S"),
    Machine("mips", MALTA_IMAGE, _malta("qemu-system-mips", "24Kf"), "ttyS0"),
    Machine("mipsisa32r6el", MALTA_IMAGE, _malta("qemu-system-mipsel", "mips32r6-generic"),
            "ttyS0"),
    Machine("mips64", MALTA_IMAGE, _malta("qemu-system-mips64", "MIPS64R2-generic"), "ttyS0"),
    Machine("mipsisa64r6el", MALTA_IMAGE, _malta("qemu-system-mips64el", "I6400"), "ttyS0"),
)}

# Debian packages: what boots them all, and what builds kernels.
EMULATORS = ("qemu-system-mips", "qemu-system-arm", "qemu-system-misc")
BUILD_TOOLS = ("make", "flex", "bison", "bc", "xz-utils")
SOURCE = "linux-source-6.12"
