# SPDX-License-Identifier: Apache-2.0
"""The tests of selftests/bpf/verifier/*.c, arrays of struct bpf_test: listed by struct_tests.c,
which is built around the kernel's test_verifier.c, and written out again as objects for bpf-aot."""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SELFTESTS = "tools/testing/selftests/bpf"
BIG_ENDIAN = 4321  # __ORDER_BIG_ENDIAN__
FILLED = ("map_array_48b", "map_array_ro", "map_array_wo")
LDDW, FROM_MAP_VALUE = 0x18, 2
CALL, OF_FUNCTION, ADDRESS_OF_FUNCTION = 0x85, 1, 4
# enum bpf_prog_type; a test without a type is a socket filter.
TYPES = """socket_filter socket_filter kprobe sched_cls sched_act tracepoint xdp perf_event
cgroup_skb cgroup_sock lwt_in lwt_out lwt_xmit sock_ops sk_skb cgroup_device sk_msg raw_tracepoint
cgroup_sock_addr lwt_seg6local lirc_mode2 sk_reuseport flow_dissector cgroup_sysctl
raw_tracepoint_writable cgroup_sockopt tracing struct_ops ext lsm sk_lookup syscall""".split()


def type_number(kind):
    """enum bpf_prog_type"""
    return TYPES.index(kind, 1) if kind else None


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {result.returncode}\n{result.stderr}")
    return result.stdout


def list_tests(root, work, path, big_endian):
    """The tests of a file as they are compiled for a machine of that byte order."""
    folder = work / "list" / path.stem
    (folder / "verifier").mkdir(parents=True, exist_ok=True)
    (folder / "verifier/tests.h").write_text(f'#include "{path}"\n', encoding="utf-8")
    text = (root / SELFTESTS / "test_verifier.c").read_text(encoding="utf-8")
    names = re.findall(r"int fixup_(\w+)\[MAX_FIXUPS\]", text)
    (folder / "fixups.def").write_text("".join(f"FIXUP({name})\n" for name in names),
                                       encoding="utf-8")
    order = ["-U__BYTE_ORDER__", f"-D__BYTE_ORDER__={BIG_ENDIAN}"] if big_endian else []
    # What only its own main needs does not have to be there.
    run(["clang-22", "-w", "-O1", "-D_GNU_SOURCE", *order, f"-I{folder}", f"-I{root / 'include'}",
         f"-I{root / SELFTESTS}", f"-I{root / 'tools/include'}",
         f"-I{root / 'tools/include/uapi'}", "-ffunction-sections", "-Wl,--gc-sections",
         "-Wl,--unresolved-symbols=ignore-all", HERE / "struct_tests.c", "-o", folder / "list"])
    return [json.loads(line) for line in run([folder / "list"]).splitlines()]


def _bytes(insn, big_endian):
    """An insn as this machine has it, in the other order where that is wanted."""
    if big_endian:
        insn = bytes([insn[0], (insn[1] << 4 | insn[1] >> 4) & 0xff, *insn[3:1:-1],
                      *insn[7:3:-1]])
    return "    .byte " + ", ".join(map(str, insn))


def _leads_to_function(insn):
    return (insn[0], insn[1] >> 4) in ((CALL, OF_FUNCTION), (LDDW, ADDRESS_OF_FUNCTION))


def _assembly(name, test, big_endian):
    code = bytes.fromhex(test["insns"])
    insns = [code[at:at + 8] for at in range(0, len(code), 8)]
    maps = {at: fixup for fixup, at in test["fixups"]}
    lines, at = [f"    .section code_{name},\"ax\",@progbits", f"    .globl {name}", f"{name}:"], 0
    while at < len(insns):
        insn = insns[at]
        if at in maps and insn[0] == LDDW:
            is_value = insn[1] >> 4 == FROM_MAP_VALUE
            offset = int.from_bytes(insns[at + 1][4:], "little", signed=True)
            place = f"data_{maps[at]} + {offset}" if is_value else maps[at]
            lines.append(f"    r{insn[1] & 15} = {place} ll")
            at += 2
        else:
            lines.append(_bytes(insn, big_endian))
            at += 1
    if not any(_leads_to_function(insn) for insn in insns):
        # libbpf wants to be told; where functions follow, only calls say where they begin.
        lines += [f"    .type {name},@function", f"    .size {name}, .-{name}"]
    return "\n".join(lines) + "\n"


def _filled(test):
    """The maps to which test_verifier gives a value, and which the test finds by a lookup."""
    code = bytes.fromhex(test["insns"])
    return sorted({name for name, at in test["fixups"]
                   if name in FILLED and code[8 * at + 1] >> 4 != FROM_MAP_VALUE})


def _data(run_of_test, test, big_endian):
    """Tests of several runs have 64-bit numbers for data, others bytes."""
    data = bytes.fromhex(run_of_test["data"])
    if big_endian and test["several"]:
        data = b"".join(data[at:at + 8][::-1] for at in range(0, len(data), 8))
    return data.hex()


def write_object(root, work, stem, tests, big_endian):
    """One object of all accepted tests of a file; its path."""
    target = f"--target=bpf{'eb' if big_endian else 'el'}"
    source, output = (work / f"{stem}-{'be' if big_endian else 'le'}.{end}" for end in "so")
    uses_programs = any(name.startswith("prog") for test in tests for name, _ in test["fixups"])
    maps = run(["clang-22", target, "-O2", "-g", "-w", f"-I{root / 'include'}",
                f"-I{root / 'tools/include/uapi'}", *(["-DHAS_PROGRAMS"] if uses_programs else []),
                "-x", "c", "-S", HERE / "struct_maps.h", "-o", "-"])
    code = [_assembly(f"t{number}", test, big_endian) for number, test in enumerate(tests)
            if test["accepted"]]
    source.write_text(maps + "".join(code), encoding="utf-8")
    run(["clang-22", target, "-mcpu=v4", "-c", source, "-o", output])
    return output


def tests(root, work, big_endian, file="*"):
    """name, object, program, type, attach type, maps to fill, [(data, retval)] of each accepted
    test; type None: it needs what a kernel module defines. `root` is what test/Verifier/selftests.py prepares."""
    work.mkdir(parents=True, exist_ok=True)
    for path in sorted((root / SELFTESTS / "verifier").glob(f"{file}.c")):
        listed = list_tests(root, work, path, big_endian)
        if not any(test["accepted"] for test in listed):
            continue
        output = write_object(root, work, path.stem, listed, big_endian)
        for number, test in enumerate(listed):
            if test["accepted"]:
                runs = [(_data(one, test, big_endian), one["retval"]) for one in test["runs"]]
                kind = None if test["kfunc"] else TYPES[test["type"]]
                yield (f"{path.stem}:{test['descr']}", output, f"t{number}", kind, test["attach"],
                       _filled(test), runs)
