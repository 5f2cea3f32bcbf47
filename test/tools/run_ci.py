#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All that CI runs after the release build: run_ci.py SOURCE BUILD

Every test on the release build; what is ours in one process (no qemu) on the sanitized build, each
translation twice; nothing left out without leave; the README's table. Ends with one line of sums.
"""
import collections
import json
import os
import subprocess
import sys
import time

import check_unsupported
import runtime_table
import support_table

# What runs bpf-aot itself; the others test translated code, which ASan does not see.
SANITIZED = ("Object", "Program", "Classic", "Cfg", "Facts", "Codegen", "Target", "Link", "Driver", "Unit",
             "Diff", "Fuzz")
LIT = "/usr/lib/llvm-22/bin/lit"
PASSED = ("PASS", "XFAIL", "FLAKYPASS")
SKIPPED = ("UNSUPPORTED", "SKIPPED", "EXCLUDED")


class StepFailed(Exception):
    pass


def say(text):
    print(f"bpf-aot: {text}", flush=True)


def run_lit(build, output, folders, *options):
    paths = [os.path.join(build, "test", folder) for folder in folders]
    command = [sys.executable, LIT, "-sv", "--output", output, *options, *paths]
    started = time.monotonic()
    if os.path.exists(output):
        os.remove(output)
    result = subprocess.run(command, check=False)
    say(f"{time.monotonic() - started:.0f} seconds")
    if not os.path.exists(output):
        raise StepFailed(f"lit (exit code {result.returncode}, no results)")


def logged(title, log, command, cwd):
    with open(log, "a", encoding="utf-8") as out:
        if subprocess.run(command, cwd=cwd, stdout=out, stderr=out, check=False).returncode:
            raise StepFailed(f"{title}; see {log}")


def build_sanitized(source):
    build = os.path.join(source, "build", "asan")
    log = os.path.join(source, "build", "asan.log")
    open(log, "w", encoding="utf-8").close()
    logged("configure asan", log, ["cmake", "--preset", "ci-asan"], source)
    logged("build asan", log, ["cmake", "--build", build], source)
    return build


def sums(results):
    counts = collections.Counter()
    for path in results:
        with open(path, encoding="utf-8") as text:
            for test in json.load(text)["tests"]:
                code = test["code"]
                counts["passed" if code in PASSED else
                       "skipped" if code in SKIPPED else "failed"] += 1
    return counts


def can_ask_kernel(path):
    """Without it, less is measured than the runtime's table says."""
    with open(path, encoding="utf-8") as text:
        codes = {test["code"] for test in json.load(text)["tests"] if ":: Kernel/" in test["name"]}
    return not codes & set(SKIPPED)


def run_all(source, build, results):
    release = os.path.join(build, "lit.json")
    for old in support_table.result_files(build):
        os.remove(old)
    say("tests on the release build")
    run_lit(build, release, [""])
    results.append(release)
    say("building with AddressSanitizer and UndefinedBehaviorSanitizer")
    sanitized = build_sanitized(source)
    folders = [name for name in SANITIZED if os.path.isdir(os.path.join(source, "test", name))]
    say("tests on the sanitized build")
    run_lit(sanitized, os.path.join(sanitized, "lit.json"), folders,
            "--param", "qemu=off", "--param", "twice=1")
    results.append(os.path.join(sanitized, "lit.json"))
    problems = check_unsupported.check(os.path.join(source, "test", "allowed-unsupported"),
                                       [release])
    problems += support_table.check(build, os.path.join(source, "README.md"))
    if can_ask_kernel(release):
        problems += runtime_table.check(build, source)
    return problems


def main():
    source, build = sys.argv[1:]
    results, problems, failed_at = [], [], None
    try:
        problems = run_all(source, build, results)
    except StepFailed as error:
        failed_at = str(error)
    for problem in problems:
        say(problem)
    counts = sums(results)
    counts["failed"] += len(problems)
    if not failed_at and counts["failed"]:
        failed_at = "tests; see above"
    if failed_at:
        say(f"FAILED at: {failed_at}")
    print(f"{counts['passed']} passed, {max(counts['failed'], bool(failed_at))} failed, "
          f"{counts['skipped']} skipped", flush=True)
    return 1 if failed_at else 0


if __name__ == "__main__":
    sys.exit(main())
