# SPDX-License-Identifier: Apache-2.0
"""What the tests of prog_tests/tailcalls.c (Linux 6.12) do with which object, and what they assert:
steps of tailcalls_main.c with the number that each has to print."""
import dataclasses

ENOENT = -2
ZEROS = "00" * 128
# network_helpers.c's packet: Ethernet, IPv4 and TCP headers, next to nothing in them.
LENGTH = 54
PACKET = (bytes(12) + b"\x08\x00" + b"\x45\x00\x00\x7b" + bytes(5) + b"\x06" + bytes(10) +
          bytes(12) + b"\x50" + bytes(7)).hex()
TRACED = "attaches fentry or fexit to a program, which is the kernel's own (trampolines)"
REPLACED = "attaches freplace to a program, which is the kernel's own (extensions)"


@dataclasses.dataclass
class Test:
    name: str
    object: str
    steps: list  # (words, wanted); a variable's name stands for its section and place


def put(key, program):
    return ("put", "jmp_table", str(key), program), 0


def drop(key, wanted=0):
    return ("drop", "jmp_table", str(key)), wanted


def fill(count):
    return [put(key, f"classifier_{key}") for key in range(count)]


def runs(wanted, packet=ZEROS, program="entry"):
    return ("run", program, packet), wanted


def sets(variable, value):
    return ("write", variable, str(value)), 0


def holds(variable, value):
    return ("read", variable), value


def _patching():
    """Slots of a static index are filled, emptied and exchanged."""
    down = [put(key, f"classifier_{2 - key}") for key in range(3)]
    emptied = [step for key in range(3) for step in (drop(key, ENOENT), runs(3))]
    return [*fill(3), *(step for key in range(3) for step in (runs(key), drop(key))), runs(3),
            *fill(3), runs(0), *down,
            *(step for key in range(3) for step in (runs(2 - key), drop(key))), runs(3), *emptied]


def _counted(count=33):
    return [put(0, "classifier_0"), runs(1), holds("count", count), drop(0), runs(0)]


def _selected(keys):
    """The index is a variable."""
    found = [step for key, value in enumerate(keys) for step in (sets("selector", value), runs(key))]
    gone = [step for key, value in enumerate(keys)
            for step in (sets("selector", value), drop(key), runs(3))]
    return [*fill(3), *found, *gone]


def _mixed(noise):
    return [*fill(3), sets("noise", noise), sets("count", 0), runs(3 * LENGTH, PACKET),
            holds("count", 31)]


TESTS = [
    Test("tailcall_1", "tailcall1", _patching()),
    Test("tailcall_2", "tailcall2", [*fill(5), runs(2), drop(2), runs(1), drop(0), runs(3)]),
    Test("tailcall_3", "tailcall3", _counted()),
    Test("tailcall_4", "tailcall4", _selected((0, 1, 2))),
    Test("tailcall_5", "tailcall5", _selected((1111, 1234, 5678))),
    Test("tailcall_6", "tailcall6", _counted()),
    Test("tailcall_bpf2bpf_1", "tailcall_bpf2bpf1",
         [*fill(2), runs(1, PACKET), drop(1), runs(0, PACKET), drop(0),
          runs(2 * LENGTH, PACKET)]),
    Test("tailcall_bpf2bpf_2", "tailcall_bpf2bpf2", _counted()),
    Test("tailcall_bpf2bpf_3", "tailcall_bpf2bpf3",
         [*fill(2), runs(3 * LENGTH, PACKET), drop(1), runs(LENGTH, PACKET), drop(0),
          runs(2 * LENGTH, PACKET)]),
    Test("tailcall_bpf2bpf_4", "tailcall_bpf2bpf4", _mixed(noise=0)),
    Test("tailcall_bpf2bpf_5", "tailcall_bpf2bpf4", _mixed(noise=1)),
    Test("tailcall_bpf2bpf_6", "tailcall_bpf2bpf6",
         [put(0, "classifier_0"), runs(0, PACKET), holds("done", 1)]),
    Test("tailcall_bpf2bpf_hierarchy_1", "tailcall_bpf2bpf_hierarchy1",
         [put(0, "entry"), runs(1), holds("count", 34), drop(0), runs(1), holds("count", 35)]),
    Test("tailcall_bpf2bpf_hierarchy_2", "tailcall_bpf2bpf_hierarchy2",
         [runs(33, "00" * 64, "tailcall_bpf2bpf_hierarchy_2")]),
    Test("tailcall_bpf2bpf_hierarchy_3", "tailcall_bpf2bpf_hierarchy3",
         [runs(33, "00" * 64, "tailcall_bpf2bpf_hierarchy_3")]),
]

SKIPPED = {
    "tailcall_bpf2bpf_fentry": TRACED,
    "tailcall_bpf2bpf_fexit": TRACED,
    "tailcall_bpf2bpf_fentry_fexit": TRACED,
    "tailcall_bpf2bpf_fentry_entry": TRACED,
    "tailcall_bpf2bpf_hierarchy_fentry": TRACED,
    "tailcall_bpf2bpf_hierarchy_fexit": TRACED,
    "tailcall_bpf2bpf_hierarchy_fentry_fexit": TRACED,
    "tailcall_bpf2bpf_hierarchy_fentry_entry": TRACED,
    "tailcall_poke": "loads programs while another thread changes their prog_array: a test of the "
                     "kernel's patching of code; its programs are fentry programs",
    "tailcall_freplace": REPLACED,
    "tailcall_bpf2bpf_freplace": REPLACED,
}
