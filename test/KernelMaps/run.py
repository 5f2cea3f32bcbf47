# SPDX-License-Identifier: Apache-2.0
"""Builds the kernel's map tests, taken from Debian's linux-source package at test time, against the
host API and runs them: one line a suite, and what differs from tests.def. Nothing of the kernel is
in this repository.

"""
import argparse
import collections
import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
TARBALLS = "/usr/src/linux-source-*.tar.xz"
SELFTESTS = "tools/testing/selftests/bpf"
WANTED = (f"{SELFTESTS}/*.h", f"{SELFTESTS}/test_maps.c", f"{SELFTESTS}/test_l*_map.c",
          f"{SELFTESTS}/map_tests/*", "tools/lib/bpf/*.h", "tools/include/*",
          "tools/arch/*/include/uapi/*")
ROW = re.compile(r'^(PASSES|DIFFERS|ABSENT)\((\w+),\s*(\w+),\s*(?:\(.*?\),?\s*)?(?:"(.*)")?\)?$')
SUITES = ("maps", "lru", "lpm")  # executables
MIN_REASON = 30
FLAGS = ["-std=gnu17", "-D_GNU_SOURCE", "-O2", "-g", "-w", "-no-pie", "-pthread",
         "-Wl,--wrap=close"]


# Debian's cross compilers, which come with a C library; the tests want threads and processes.
HOST = "x86-64"
CROSS = {"mips": "mips-linux-gnu", "mipsel": "mipsel-linux-gnu", "arm": "arm-linux-gnueabihf",
         "mips64": "mips64-linux-gnuabi64", "mips64el": "mips64el-linux-gnuabi64",
         "aarch64": "aarch64-linux-gnu", "riscv64": "riscv64-linux-gnu"}


def missing(target=HOST):
    """Why the tests cannot be built here, or None."""
    if not glob.glob(TARBALLS):
        return "no kernel source: apt-get install linux-source-6.12"
    if target == HOST:
        return None if os.uname().machine == "x86_64" else "the host is not x86-64"
    if target not in CROSS:
        return "Debian has no C library for it, and the tests start threads and processes"
    if not shutil.which(f"{CROSS[target]}-gcc"):
        return f"no cross compiler: apt-get install gcc-{CROSS[target]}"
    return None


def archive(target):
    """That of the C library's ABI."""
    return "riscv64-lp64d" if target == "riscv64" else target


def compiler(target):
    # The archive passes no floating-point numbers, so that ARM's mark for how does not matter.
    # GNU ld puts programs of 64-bit MIPS above 4 GiB, where 32-bit addresses do not reach.
    low = ["-Wl,-Ttext-segment=0x10000000"] if "mips64" in CROSS.get(target, "") else []
    return ["clang-22"] if target == HOST else [f"{CROSS[target]}-gcc", "-static",
                                                "-Wl,--no-warn-mismatch", *low]


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {result.returncode}\n{result.stderr}")
    return result.stdout


def read_reasons():
    """test -> why it does not pass, of those that need not."""
    return {match[3]: match[4] for match in map(ROW.match, (
        HERE / "tests.def").read_text(encoding="utf-8").splitlines())
            if match and match[1] != "PASSES"}


def read_rows():
    """test -> (kind, suite)."""
    rows = {}
    for line in (HERE / "tests.def").read_text(encoding="utf-8").splitlines():
        match = ROW.match(line)
        if match:
            kind, suite, test, reason = match.groups()
            if kind != "PASSES" and len(reason or "") < MIN_REASON:
                sys.exit(f"tests.def: {test}: says not why")
            rows[test] = (kind, suite)
    return rows


def tests_of(root):
    """What the kernel's files run, by suite."""
    folder = root / SELFTESTS

    def called(path, function):
        text = (folder / path).read_text(encoding="utf-8")
        body = re.search(function + r"\n\{(.*?)\n\}", text, re.S).group(1)
        return set(re.findall(r"\b(test_l?\w+)\(", body))

    tests = {"maps": called("test_maps.c", r"static void run_all_tests\(void\)"),
             "lru": called("test_lru_map.c", r"int main\(int argc, char \*\*argv\)"),
             "lpm": called("test_lpm_map.c", r"int main\(void\)"), "map_tests": set()}
    for path in sorted((folder / "map_tests").glob("*.c")):
        tests["map_tests"] |= set(re.findall(r"^void (test_\w+)\(void\)",
                                             path.read_text(encoding="utf-8"), re.M))
    return tests


def extract(root):
    tarball = sorted(glob.glob(TARBALLS))[-1]
    stamp = root / "stamp"
    wanted = f"{tarball} {os.stat(tarball).st_mtime_ns} {WANTED}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    top = pathlib.Path(tarball).name.removesuffix(".tar.xz")
    run(["tar", "-xJf", tarball, "-C", root, "--strip-components=1", "--wildcards",
         *(f"{top}/{pattern}" for pattern in WANTED)])
    headers = root / "include" / "bpf"
    headers.mkdir(parents=True)
    for path in (root / "tools/lib/bpf").glob("*.h"):
        shutil.copy(path, headers)
    (root / "include" / "map_tests").mkdir()
    stamp.write_text(wanted, encoding="utf-8")


def inputs(root, rows):
    """The files of map_tests/ that can be built, and where all look for headers."""
    text = "".join(f"DEFINE_TEST({test[len('test_'):]})\n" for test, (kind, suite) in rows.items()
                   if suite == "map_tests" and kind != "ABSENT")
    (root / "include/map_tests/tests.h").write_text(text, encoding="utf-8")
    folder = root / SELFTESTS
    absent = {test for test, (kind, _) in rows.items() if kind == "ABSENT"}
    map_tests = [path for path in sorted((folder / "map_tests").glob("*.c"))
                 if not absent & set(re.findall(r"test_\w+", path.read_text(encoding="utf-8")))]
    includes = [f"-I{HERE}", f"-I{TOP / 'include'}", f"-I{root / 'include'}", f"-I{folder}",
                f"-I{root / 'tools/include'}", f"-I{root / 'tools/include/uapi'}"]
    return map_tests, includes


def build(root, build_dir, rows, target=HOST):
    """The three executables, in a folder that is returned."""
    map_tests, includes = inputs(root, rows)
    common = [HERE / "shim.c", HERE / "objects.c",
              pathlib.Path(build_dir) / f"lib/bpf-aot/libbpf-aot-rt-{archive(target)}.a"]
    folder = root / target
    folder.mkdir(exist_ok=True)
    for suite, more in (("maps", map_tests), ("lru", []), ("lpm", [])):
        run([*compiler(target), *FLAGS, *includes, HERE / f"{suite}_main.c", *more, *common,
             "-o", folder / suite])
    return folder


def build_threads(root, rows):
    """test_maps with threads instead of processes, and the runtime, under ThreadSanitizer."""
    runtime = TOP / "lib/runtime"
    sources = [path for folder in ("maps", "host") for path in (runtime / folder).glob("*.c")]
    sources += [runtime / name for name in (
        "helpers/map.c", "cpu.c", "start/sys.c", "run/dispatch.c", "run/held.c", "run/abort.c")]
    map_tests, includes = inputs(root, rows)
    run(["clang-22", *FLAGS, "-fsanitize=thread", "-O1", "-DTASKS_ARE_THREADS", *includes,
         f"-I{runtime}", HERE / "maps_main.c", *map_tests, HERE / "shim.c", HERE / "objects.c",
         *sources, "-o", root / "maps-threads"])


def run_tests(folder, emulator, only, stderr):
    """A line a test: SUITE TEST NUMBER: passed, failed or skipped."""
    lines = []
    for suite in SUITES:
        command = [*emulator, folder / suite] + ([only] if only else [])
        result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True,
                                stderr=stderr)
        lines += result.stdout.splitlines()
    return lines


def compare(rows, tests, lines):
    """Problems, and counts by suite."""
    problems = []
    for suite, names in tests.items():
        problems += [f"{name}: no row in tests.def" for name in sorted(names - set(rows))]
    problems += [f"{test}: the kernel has no such test" for test, (_, suite) in rows.items()
                 if test not in tests[suite]]
    counts = collections.defaultdict(collections.Counter)
    for line in lines:
        name, result = line.rsplit(": ", 1)
        suite, test, _ = name.split(" ", 2)
        differs = rows[test][0] == "DIFFERS"
        counts[suite]["listed" if differs else result] += 1
        if differs == (result == "passed"):
            problems.append(f"{line}, but tests.def says it differs" if differs else line)
    for kind, suite in rows.values():
        counts[suite]["listed"] += kind == "ABSENT"
    return problems, counts


def run_threads(root, rows):
    """Tests that start tasks; what ThreadSanitizer says ends the test that it says it of."""
    build_threads(root, rows)
    environment = dict(os.environ, TSAN_OPTIONS="halt_on_error=1")
    for test in ("test_map_parallel", "test_map_stress"):
        result = subprocess.run([root / "maps-threads", test], text=True, check=True,
                                stdout=subprocess.PIPE, env=environment)
        print(result.stdout, end="")
        if "failed" in result.stdout:
            return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build_dir")
    parser.add_argument("-only", default=None, help="one test")
    parser.add_argument("-v", action="store_true", help="what the tests print, and every result")
    parser.add_argument("-threads", action="store_true",
                        help="only the parallel tests of test_maps, as threads with "
                             "ThreadSanitizer; exit status 0: it saw nothing")
    arguments = parser.parse_args()
    root = pathlib.Path(arguments.build_dir) / "test" / "kernel-maps"
    extract(root)
    rows = read_rows()
    if arguments.threads:
        return run_threads(root, rows)
    folder = build(root, arguments.build_dir, rows)
    lines = run_tests(folder, (), arguments.only, None if arguments.v else subprocess.DEVNULL)
    if arguments.v:
        print("\n".join(lines))
    problems, counts = compare(rows, tests_of(root), lines)
    for suite, count in counts.items():
        print(f"{suite}: {count['passed']} passed, {count['failed']} failed, "
              f"{count['skipped']} skipped, {count['listed']} listed")
    print("\n".join(problems))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
