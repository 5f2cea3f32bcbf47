# SPDX-License-Identifier: Apache-2.0
"""Gets the kernel of a machine into the cache folder: Debian's by apt, without touching the
system's own packages; others built from Debian's linux-source."""
import os
import pathlib
import shutil
import subprocess
import time

from machines import SOURCE, Built

HERE = pathlib.Path(__file__).resolve().parent
# What a build says of when and where, so that two builds of a source can be compared.
BUILD_MARKS = {"KBUILD_BUILD_TIMESTAMP": "2026-01-01", "KBUILD_BUILD_USER": "bpf-aot",
               "KBUILD_BUILD_HOST": "bpf-aot"}


class Failure(Exception):
    """A step failed; the text says which and why."""


def run(command, log, **more):
    """Runs with all output to the end of a log; the log's name is in the message of a failure."""
    with open(log, "ab") as output:
        output.write(f"$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        done = subprocess.run([str(word) for word in command], stdout=output,
                              stderr=subprocess.STDOUT, check=False, **more)
    if done.returncode:
        tail = pathlib.Path(log).read_text(errors="replace").splitlines()[-3:]
        raise Failure(f"{command[0]}: exit {done.returncode}; {log} ends: {' | '.join(tail)}")


def _apt_options(folder, architecture):
    """apt with lists of its own, for one foreign architecture."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = (f"APT::Architecture={architecture}", f"APT::Architectures::={architecture}",
                f"Dir::State={folder}", f"Dir::State::lists={folder}/lists",
                "Dir::State::status=/dev/null", f"Dir::Cache={folder}/cache",
                "APT::Sandbox::User=")
    return [word for setting in settings for word in ("-o", setting)]


def _newest(options, package):
    """The package with the files, which the given one depends on."""
    done = subprocess.run(["apt-cache", *options, "depends", "--important", package], text=True,
                          capture_output=True, check=False)
    for line in done.stdout.splitlines():
        if line.strip().startswith("Depends: linux-image-"):
            return line.split()[1]
    raise Failure(f"apt-cache: {package} depends on no kernel: {done.stderr.strip()}")


def _fetch(debian, folder, log):
    options = _apt_options(folder / "apt", debian.architecture)
    try:
        run(["apt-get", *options, "update"], log)
    except Failure as failure:  # one list of several is enough
        print(failure)
    package = _newest(options, debian.package)
    run(["apt-get", *options, "download", package], log, cwd=folder)
    archive = next(folder.glob(f"{package}_*.deb"))
    run(["dpkg-deb", "-x", archive, folder / "root"], log)
    archive.unlink()
    shutil.copy(next((folder / "root/boot").glob("vmlinuz-*")), folder / "kernel")
    module = next((folder / "root/lib/modules").glob("*/kernel/lib/test_bpf.ko"))
    shutil.copy(module, folder / "test_bpf.ko")
    shutil.rmtree(folder / "root")


def _source(cache, log):
    folder = cache / SOURCE
    if (folder / "Makefile").exists():
        return folder
    archive = pathlib.Path(f"/usr/src/{SOURCE}.tar.xz")
    if not archive.exists():
        run(["apt-get", "download", SOURCE], log, cwd=cache)
        run(["dpkg-deb", "-x", next(cache.glob(f"{SOURCE}_*.deb")), cache / "deb"], log)
        archive = cache / f"deb/usr/src/{SOURCE}.tar.xz"
    unpacked = cache / "unpacked"
    unpacked.mkdir(exist_ok=True)
    run(["tar", "-xf", archive, "-C", unpacked], log)
    (unpacked / SOURCE).rename(folder)
    return folder


def _build(machine, cache, folder, log):
    source, objects = _source(cache, log), folder / "build"
    objects.mkdir(exist_ok=True)
    make = ["make", "-s", "-C", source, f"O={objects}", f"ARCH={machine.kernel.arch}", "LLVM=-22",
            "LLVM_IAS=1", f"-j{os.cpu_count()}"]
    environment = os.environ | BUILD_MARKS
    run([*make, "tinyconfig"], log, env=environment)
    with open(objects / ".config", "a", encoding="ascii") as config:
        for name in ("common", f"arch/{machine.kernel.arch}", machine.target):
            config.write((HERE / f"kernels/{name}.config").read_text())
    run([*make, "olddefconfig"], log, env=environment)
    run([*make, pathlib.Path(machine.kernel.image).name, "modules"], log, env=environment)
    shutil.copy(objects / machine.kernel.image, folder / "kernel")
    shutil.copy(objects / "lib/test_bpf.ko", folder / "test_bpf.ko")
    shutil.copy(objects / ".config", folder / "config")
    shutil.rmtree(objects)


def _firmware(machine, folder, log):
    run(["clang-22", "--target=riscv32-none-elf", "-march=rv32ima_zicsr", "-mabi=ilp32",
         "-nostdlib", "-fuse-ld=lld-22", "-Wl,-Ttext=0x80000000", "-o", folder / "firmware",
         HERE / "kernels" / machine.firmware], log)


def get(machine, cache):
    """The folder with kernel, test_bpf.ko and, where there is one, firmware."""
    folder = cache / machine.target
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    if not (folder / "done").exists():
        begin = time.time()
        if isinstance(machine.kernel, Built):
            _build(machine, cache, folder, log)
        else:
            _fetch(machine.kernel, folder, log)
        (folder / "done").write_text(f"{time.time() - begin:.0f} s\n")
    if machine.firmware:
        _firmware(machine, folder, log)
    return folder
