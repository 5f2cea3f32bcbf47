# SPDX-License-Identifier: Apache-2.0
"""The verifier selftests that say what they return: progs/verifier_*.c (__retval) and the older
arrays of struct bpf_test in verifier/*.c. The kernel's verifier accepts them (this machine's where
it may be asked, otherwise as the test says); translated they return the same. With --oracle they
return what this machine's kernel returns, and those of verifier/*.c leave the packet as it does.
What differs is explained by a row of test/Verifier/differences.def or of verifier.def, and counts
as skipped."""
import concurrent.futures
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "Verifier"), str(HERE.parent / "tools")]

import aot_run
import differences
import host
import kernel
import oracle
import retval
import selftests
import struct_tests
import tables
from result import Result

PACKET = "00" * 64
ANY_VALUE = 0xcafe4a  # POINTER_VALUE of test_verifier.c


def _kept(path, stamp, make):
    """The JSON of `make`, kept in a file as long as its stamp says so."""
    with selftests.locked(path):
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["stamp"] == stamp:
                return kept["rows"]
        rows = make()
        path.write_text(json.dumps({"stamp": stamp, "rows": rows}), encoding="utf-8")
    return rows


def _explanations():
    """Our own, and those of test/Verifier that are about programs that run."""
    own = [differences.Explanation(number, columns) for number, columns in
           tables.rows(HERE / "verifier.def", 4)]
    return own + [row for row in differences.load() if row.what in ("refused", "returned")]


def _verdicts(options, root, objects):
    """What the kernel says of every program of the objects."""
    may_ask = host.can_load_bpf()

    def ask_all():
        def ask(path):
            return list(kernel.ask(root / "kernel_verdict", path, annotations=not may_ask))
        return [row for rows in selftests.parallel(ask, objects) for row in rows]

    stamp = "\n".join([(root / "stamp").read_text(encoding="utf-8"), str(may_ask),
                       *map(str, objects)])
    return _kept(options.work / f"verdicts-{len(objects)}.json", stamp, ask_all)


def _programs(options, root, file):
    """(name, object, program, options, [(packet, result or None for any, what to ask the oracle)])
    of progs/verifier_*.c, or of one file. The kernel has run these when it was asked for its
    verdict: that stands instead of a question."""
    selftests.prepare(root)
    kind, pattern = (f"objects-{file}", f"{file}.c") if file else ("objects", "verifier_*.c")
    rows = _verdicts(options, root, selftests.build_objects(root, kind, pattern))
    big_endian = options.row.big_endian
    if big_endian:
        kind += "-be"
        selftests.build_objects(root, kind, pattern, big_endian)
    values = options.work / f"values{'be' if big_endian else 'le'}.json"
    for row in rows:
        if row["kernel"] == kernel.ACCEPTED and "retval" in row:
            more = ["-map", f"{retval.FILLED[row['file']]}={values}"] \
                if row["file"] in retval.FILLED else []
            yield (f"{row['file']}:{row['program']}", root / kind / f"{row['file']}.o",
                   row["program"], more,
                   [(PACKET, row["retval"], row["kernel_returned"])])


def _structs(options, root, file):
    """The same of verifier/*.c."""
    selftests.prepare(root)
    big_endian = options.row.big_endian
    order = "be" if big_endian else "le"
    work = options.work / f"structs-{order}"
    stamp = (root / "stamp").read_text(encoding="utf-8") + "".join(
        str(os.stat(HERE / name).st_mtime_ns)
        for name in ("struct_tests.py", "struct_tests.c", "struct_maps.h"))

    def list_all():
        return [[name, str(path), *rest] for name, path, *rest in
                struct_tests.tests(root, work, big_endian, file or "*")]

    kept = options.work / f"structs-{order}{'-' + file if file else ''}.json"
    for name, path, program, kind, attach, filled, runs in _kept(kept, stamp, list_all):
        more = ["-prog-type", kind] if kind else None
        for name_of_map in filled if kind else []:
            more += ["-map", f"{name_of_map}={options.work / f'values{order}.json'}"]
        question = ["only", program, struct_tests.type_number(kind), attach, path,
                    *(word for one in filled for word in ("fill", one, *retval.pair()))]
        wanted = [(data, None if value == ANY_VALUE else value,
                   [*question, "run", program, data]) for data, value in runs]
        yield name, pathlib.Path(path), program, more, wanted


def _wanted(asked, value, question):
    """What a run is to return and to leave as the packet; None: whatever."""
    if not asked:
        return value, None
    if isinstance(question, list):
        returned, packet = oracle.read_run(asked.ask(*question)[-1])
        return None if value is None else returned, packet
    if not isinstance(question, int):
        raise oracle.Unanswered(oracle.NO_TEST_RUN)
    return None if value is None else question, None


def _judge(options, rows, test, asked):
    """A Result of one test."""
    name, path, program, more, runs = test
    if more is None:
        return Result(skipped=[(name, "it needs what a kernel module defines")])
    for packet, value, question in runs:
        try:
            wanted = _wanted(asked, value, question)
        except oracle.Unanswered as reason:
            return Result(skipped=[(name, str(reason))])
        found, error = aot_run.run(options, path, program, packet, *more)
        message = error or oracle.difference(found, wanted)
        if message:
            message = message if error else f"{options.target}: {message}"
            row = differences.explain({"what": "refused" if error else "returned", "name": name,
                                       "message": message}, rows)
            return Result(skipped=[(name, row.why)]) if row else Result(failed=[(name, message)])
    return Result(passed=[name])


def run(options):
    if selftests.missing():
        sys.exit(selftests.missing())
    root = options.build / "test/Verifier/linux"
    rows = _explanations()
    retval.write_values(options.work)
    # "FILE:TEST" needs nothing of the other files.
    file = options.only.partition(":")[0] if ":" in (options.only or "") else None
    tests = []
    if not file or file.startswith("verifier_"):
        tests += _programs(options, root, file)
    if not file or not file.startswith("verifier_"):
        tests += _structs(options, root, file)
    tests = [test for test in tests if not options.only or options.only in test[0]]
    asked = oracle.Oracle(options) if options.oracle else None
    result = Result()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for one in pool.map(lambda test: _judge(options, rows, test, asked), tests):
            result.add(one)
    return result
