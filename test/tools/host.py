# SPDX-License-Identifier: Apache-2.0
"""What this machine offers to the tests."""
import ctypes
import glob
import os
import platform
import shutil
import socket
import struct
import subprocess

BPF_PROG_LOAD = 5
SOCKET_FILTER = 1
SO_ATTACH_FILTER = 26
SYSCALL_BPF = {"x86_64": 321, "aarch64": 280}


def multiarch():
    """Debian's name for this machine's folder of headers, e.g. x86_64-linux-gnu."""
    return f"{platform.machine()}-linux-gnu"


def xdp_tools_dir():
    """The folder of xdp-tools' and libxdp's BPF objects, or None when one package is missing."""
    for path in sorted(glob.glob("/usr/lib/*/bpf/xdpfilt_dny_ip.o")):
        folder = os.path.dirname(path)
        if os.path.exists(os.path.join(folder, "xdp-dispatcher.o")):
            return folder
    return None


def shared_conformance(src_dir):
    path = os.path.join(src_dir, "..", "shared", "conformance", "conformance.json")
    return path if os.path.exists(path) else None


def has_thread_sanitizer():
    """Whether clang-22 has the library of -fsanitize=thread for this machine."""
    name = f"libclang_rt.tsan-{platform.machine()}.a"
    try:
        found = subprocess.run(["clang-22", f"-print-file-name=linux/{name}"], text=True,
                               capture_output=True, check=True).stdout.strip()
        folder = subprocess.run(["clang-22", "-print-runtime-dir"], text=True,
                                capture_output=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    return any(os.path.isabs(path) and os.path.exists(path) for path in
               (found, os.path.join(folder, name), os.path.join(folder, "libclang_rt.tsan.a")))


def can_load_bpf():
    """Tries a real bpf(BPF_PROG_LOAD) of `r0 = 0; exit`. libbpf also wants to count CPUs in /sys."""
    number = SYSCALL_BPF.get(platform.machine())
    if number is None or not os.path.exists("/sys/devices/system/cpu/possible"):
        return False
    insns = ctypes.create_string_buffer(bytes([0xB7] + [0] * 7 + [0x95] + [0] * 7), 16)
    license_text = ctypes.create_string_buffer(b"Apache-2.0")
    attr = ctypes.create_string_buffer(128)
    words = ctypes.cast(attr, ctypes.POINTER(ctypes.c_uint32))
    pointers = ctypes.cast(attr, ctypes.POINTER(ctypes.c_uint64))
    words[0], words[1] = SOCKET_FILTER, 2
    pointers[1], pointers[2] = ctypes.addressof(insns), ctypes.addressof(license_text)
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.syscall(ctypes.c_long(number), ctypes.c_long(BPF_PROG_LOAD), attr, ctypes.c_long(128))
    if fd < 0:
        return False
    os.close(fd)
    return True


def can_attach_filters():
    """Whether a socket takes a classic program: `ret #1`."""
    code = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 1))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        try:
            end.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(code)))
        except OSError:
            return False
    return True


def can_make_networks():
    """Whether `unshare -n` and two joined devices can be had."""
    if not shutil.which("ip") or not shutil.which("unshare"):
        return False
    command = ["unshare", "-n", "ip", "link", "add", "d2", "type", "veth", "peer", "name", "d3"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
