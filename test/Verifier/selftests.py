# SPDX-License-Identifier: Apache-2.0
"""The kernel's verifier selftests, taken from Debian's linux-source package at test time and built
in a folder under the build tree. Nothing of the kernel is in this repository."""
import concurrent.futures
import contextlib
import fcntl
import glob
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TARBALLS = "/usr/src/linux-source-*.tar.xz"
BTF = "/sys/kernel/btf/vmlinux"
SELFTESTS = "tools/testing/selftests/bpf"
# What the tests and libbpf (newer than Debian's, which does not know all their sections) include.
WANTED = ("tools/testing/selftests/bpf/progs/*.h", "tools/testing/selftests/bpf/*.h",
          "tools/testing/selftests/bpf/progs/verifier_*",
          "tools/testing/selftests/bpf/progs/tailcall*", "tools/testing/selftests/bpf/verifier/*",
          "tools/testing/selftests/bpf/test_verifier.c", "tools/lib/bpf/*", "tools/include/*",
          "tools/arch/x86/include/*", "scripts/bpf_doc.py")
WORKERS = max(1, min(2, os.cpu_count() or 1))


def missing():
    """Why the selftests cannot be built here, or None."""
    if not glob.glob(TARBALLS):
        return "no kernel source: apt-get install linux-source-6.12"
    if not shutil.which("bpftool"):
        return "no bpftool (writes vmlinux.h): apt-get install bpftool"
    if not os.path.exists(BTF):
        return f"this kernel has no BTF: {BTF}"
    return None


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {result.returncode}\n{result.stderr}")
    return result.stdout


def stamp_of(tarball):
    """Changes with the package, the kernel and what builds."""
    parts = [tarball, str(os.stat(tarball).st_mtime_ns), os.uname().release,
             *((HERE / name).read_text(encoding="utf-8") for name in
               ("kernel_verdict.c", pathlib.Path(__file__).name))]
    return "\n".join(parts)


def extract(tarball, root, wanted=WANTED):
    top = pathlib.Path(tarball).name.removesuffix(".tar.xz")
    run(["tar", "-xJf", tarball, "-C", root, "--strip-components=1", "--wildcards",
         *(f"{top}/{pattern}" for pattern in wanted)])


def write_headers(root):
    """<bpf/...> as installed by libbpf, with the generated helper definitions, and vmlinux.h."""
    headers = root / "include" / "bpf"
    headers.mkdir(parents=True)
    for path in (root / "tools/lib/bpf").glob("*.h"):
        shutil.copy(path, headers)
    helpers = run([sys.executable, "scripts/bpf_doc.py", "--header", "--filename",
                   "tools/include/uapi/linux/bpf.h"], cwd=root)
    (headers / "bpf_helper_defs.h").write_text(helpers, encoding="utf-8")
    types = run(["bpftool", "btf", "dump", "file", BTF, "format", "c"])
    (root / "include/vmlinux.h").write_text(types, encoding="utf-8")


def parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))


def build_libbpf(root):
    def compile_one(path):
        run(["clang-22", "-O1", "-w", "-D_GNU_SOURCE", "-D_LARGEFILE64_SOURCE",
             "-D_FILE_OFFSET_BITS=64", "-Itools/lib/bpf", "-Iinclude", "-Itools/include",
             "-Itools/include/uapi", "-c", path, "-o", path.with_suffix(".o")], cwd=root)
        return path.with_suffix(".o")

    objects = parallel(compile_one, sorted((root / "tools/lib/bpf").glob("*.c")))
    run(["ar", "rcs", root / "libbpf.a", *objects])
    run(["clang-22", "-std=c17", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra", "-Iinclude",
         "-Itools/include/uapi", HERE / "kernel_verdict.c", "libbpf.a", "-ljansson", "-lelf", "-lz",
         "-o", "kernel_verdict"], cwd=root)


def compile_command(path, output, big_endian=False):
    """With the flags of the selftests' own Makefile for mcpu v4; to be run in the root."""
    return ["clang-22", "--target=bpf", "-mcpu=v4", "-O2", "-g", "-w",
            "-mbig-endian" if big_endian else "-mlittle-endian", "-D__TARGET_ARCH_x86", "-DENABLE_ATOMICS_TESTS", "-Iinclude", f"-I{SELFTESTS}",
            "-Itools/include/uapi", "-idirafter", f"/usr/include/{os.uname().machine}-linux-gnu",
            "-idirafter", "/usr/include", "-c", path, "-o", output]


@contextlib.contextmanager
def locked(root):
    """Several tests share the folder, and lit runs them at once."""
    root.parent.mkdir(parents=True, exist_ok=True)
    with open(root.parent / f"{root.name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_objects(root, name, pattern, big_endian=False):
    """Fills a folder with the objects of progs/PATTERN, unless it is there; returns them."""
    objects, unfinished = root / name, root / f"{name}.unfinished"

    def compile_one(path):
        run(compile_command(path, unfinished / (path.stem + ".o"), big_endian), cwd=root)

    with locked(root):
        if not objects.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            parallel(compile_one, sorted((root / SELFTESTS / "progs").glob(pattern)))
            unfinished.rename(objects)
    return sorted(objects.glob("*.o"))


def prepare(root):
    """The kernel's files, what they include, and kernel_verdict."""
    tarball = sorted(glob.glob(TARBALLS))[-1]
    stamp, wanted = root / "stamp", stamp_of(tarball)
    with locked(root):
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir(parents=True)
            extract(tarball, root)
            write_headers(root)
            build_libbpf(root)
            stamp.write_text(wanted, encoding="utf-8")


def build(root):
    """Builds what is not there yet; returns the objects of progs/verifier_*.c."""
    prepare(root)
    return build_objects(root, "objects", "verifier_*.c")
