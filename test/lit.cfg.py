# SPDX-License-Identifier: Apache-2.0
"""How lit finds and runs the tests. What a test may use:

substitutions  %clang %python %build_dir %src_dir %inputs %xdptools %packets %many-packets %long-packets
               %bpf-includes
               per target of Conformance/targets.py: %target-cc-T %qemu-T %runtime-T %bpf-triple-T
features       qemu-T (x86-64 always), xdp-tools, bpf-syscall, network-namespaces, classic-filters,
               shared-conformance, linux-headers, thread-sanitizer, asan, chromium, bpf-jitdump, long
parameters     qemu=off (no qemu), twice=1 (translate twice in a process), long=on
"""
import os
import shutil
import subprocess
import sys

import lit.formats

TEST_DIR = os.path.join(config.src_dir, "test")
sys.path[:0] = [os.path.join(TEST_DIR, "tools"), os.path.join(TEST_DIR, "Conformance")]
import host
from targets import TARGETS

config.name = "bpf-aot"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".s", ".c", ".ll", ".test"]
config.excludes = ["Inputs", "Interp", "tools", "CMakeLists.txt"]
config.test_source_root = TEST_DIR
config.test_exec_root = os.path.join(config.build_dir, "test")
bin_dir = os.path.join(config.build_dir, "bin")
config.environment["PATH"] = os.pathsep.join([bin_dir, config.llvm_tools, os.environ["PATH"]])
config.environment["UBSAN_OPTIONS"] = "print_stacktrace=1"
# libLLVM and lld are not instrumented: what they do to a std::vector of ours looks like an overflow.
config.environment["ASAN_OPTIONS"] = "detect_container_overflow=0"


def generate_packets(name, *arguments):
    path = os.path.join(config.build_dir, "test", name)
    script = os.path.join(TEST_DIR, "Inputs", "make_packets.py")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    subprocess.run([sys.executable, script, *arguments, path], check=True)
    return path


def add_target(target):
    qemu = [shutil.which(target.qemu[0]), *target.qemu[1:]] if target.qemu else []
    usable = not qemu or (qemu[0] and lit_config.params.get("qemu") != "off")
    if usable:
        config.available_features.add(f"qemu-{target.name}")
    compiler = ["clang-22", *target.flags, "-O2", "-ffreestanding", "-nostdlib", "-static"]
    substitute(f"target-cc-{target.name}", " ".join(compiler))
    substitute(f"qemu-{target.name}", " ".join(qemu) if usable else "no-qemu")
    substitute(f"runtime-{target.name}",
               os.path.join(config.build_dir, "lib", "bpf-aot", f"libbpf-aot-rt-{target.name}.a"))
    substitute(f"bpf-triple-{target.name}", target.bpf_triple)


def substitute(name, text):
    # Not followed by what could continue a longer name: mips is not mipsel.
    config.substitutions.append((rf"%{name}(?![\w-])", text))


substitute("clang", shutil.which("clang-22") or "clang-22")
substitute("python", config.python)
substitute("build_dir", config.build_dir)
substitute("src_dir", config.src_dir)
substitute("inputs", os.path.join(TEST_DIR, "Inputs"))
substitute("xdptools", host.xdp_tools_dir() or "no-xdp-tools")
# linux/bpf.h wants asm/types.h, which Debian keeps by architecture.
substitute("bpf-includes", "-I/usr/include/" + host.multiarch())
substitute("packets", generate_packets("packets.pcap"))
substitute("many-packets", generate_packets("many.pcap", "--many"))
substitute("long-packets", generate_packets("long.pcap", "--many", "--long"))
for one in TARGETS.values():
    add_target(one)

for feature, present in (
        ("xdp-tools", host.xdp_tools_dir()),
        ("bpf-syscall", host.can_load_bpf()),
        ("network-namespaces", host.can_make_networks()),
        ("classic-filters", host.can_attach_filters()),
        ("shared-conformance", host.shared_conformance(config.src_dir)),
        ("linux-headers", os.path.exists("/usr/include/linux/bpf.h")),
        ("thread-sanitizer", host.has_thread_sanitizer()),
        ("asan", config.sanitize),
        ("bpf-jitdump", os.path.exists(os.path.join(bin_dir, "bpf-jitdump"))),
        ("chromium", shutil.which("chromium") and shutil.which("chromedriver")),
        ("long", lit_config.params.get("long") == "on")):
    if present:
        config.available_features.add(feature)
if lit_config.params.get("twice") == "1":
    config.environment["BPF_AOT_TWICE"] = "1"
