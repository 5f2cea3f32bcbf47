#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what bpf-aot is built and tested with, by Debian 12 package name, and checks versions.
# Does nothing when all is there; needs root and the network otherwise. Runs from any folder.
# `bootstrap.sh tests`: also the large packages that a few tests want; going without is no error.
set -u

log=${BPF_AOT_BOOTSTRAP_LOG:-/tmp/bpf-aot-bootstrap.log}

# package, what it is for
packages() {
    cat <<'LIST'
clang-22            the compiler: bpf-aot, its runtime for every target, BPF programs of the tests
lld-22              links what bpf-aot -c made with C in the tests
llvm-22             llc, for the names of CPUs; llvm-mc, llvm-objdump and yaml2obj of the tests
llvm-22-dev         the LLVM library bpf-aot is built on
llvm-22-tools       lit, FileCheck, not and split-file
liblld-22-dev       the linker inside bpf-aot (-exe)
libclang-rt-22-dev  AddressSanitizer and UndefinedBehaviorSanitizer
clang-format-22     the layout check
libstdc++-12-dev    lld.cpp, the one C++ file
libc6-dev           hosted C
linux-libc-dev      linux/bpf.h
libbpf-dev          reads BTF; bpf_helpers.h of the examples
libelf-dev          reads ELF
libdw-dev           reads the line table of what was translated (bpf-aot-diff)
libpcap-dev         reads captures (bpf-aot-run -pcap)
libcmocka-dev       the unit tests
libmd-dev           SHA-1 and SHA-256, of which kernels make the tags of programs
libjansson-dev      .jit files and JSON of bpf-aot-diff, results of the test tools
zlib1g-dev          CRC-32 of .jit files; used by LLVM and lld
libzstd-dev         used by LLVM and lld
cmake               build
ninja-build         build
pkg-config          finds libbpf, libelf, libpcap, cmocka and jansson
python3             test drivers and generators
qemu-user           runs what was translated for another machine
xdp-tools           BPF objects of another project, as a user has them: xdp-filter
libxdp1             the same: xdp-dispatcher and the AF_XDP programs
LIST
}

# Without these, tests are skipped (test/allowed-unsupported).
test_packages() {
    cat <<'LIST'
linux-source-6.12   the kernel's own suites: test/KernelSuite, KernelMaps, Verifier
bpftool             the types of the running kernel, with which those suites are compiled
chromium            shows the pages of bpf-aot-diff and bench
chromium-driver     does so from a test
LIST
}

stop() {
    echo "bpf-aot: FAILED at: bootstrap: $1" >&2
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing LIST: of the packages that LIST prints
missing() {
    "$1" | while read -r package _; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# The packages that apt does not know at all, or knows only by name.
unknown() {
    for package in "$@"; do
        candidate=$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^  Candidate: //p')
        if [ -z "$candidate" ] || [ "$candidate" = "(none)" ]; then
            printf '%s ' "$package"
        fi
    done
}

install_missing() {
    count=$(echo "$1" | wc -w)
    [ "$(id -u)" = 0 ] || stop "not root, and these packages are missing: $1"
    echo "bpf-aot: installing $count packages (log: $log)"
    : >"$log" || stop "cannot write $log"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update >>"$log" 2>&1 || stop "apt-get update; see $log"
    # shellcheck disable=SC2086
    absent=$(unknown $1)
    [ -z "$absent" ] ||
        stop "no such package: $absent(LLVM 22 comes from bookworm-security; is it in the apt sources?)"
    # shellcheck disable=SC2086
    apt-get install -y --no-install-recommends $1 >>"$log" 2>&1 ||
        stop "apt-get install; see $log"
    # shellcheck disable=SC2086
    for package in $1; do
        is_installed "$package" || stop "package $package did not install; see $log"
    done
}

install_for_tests() {
    wanted=$(missing test_packages)
    [ -n "$wanted" ] || return
    echo "bpf-aot: installing for tests: $wanted(log: $log)"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { [ "$(id -u)" = 0 ] && apt-get update && apt-get install -y --no-install-recommends $wanted; } >>"$log" 2>&1
    wanted=$(missing test_packages)
    [ -z "$wanted" ] || echo "bpf-aot: tests that need them are skipped: no $wanted"
}

check_versions() {
    major=$(/usr/lib/llvm-22/bin/llvm-config --version 2>/dev/null | cut -d. -f1)
    [ "$major" = 22 ] || stop "llvm-config of llvm-22-dev says '$major', wanted 22"
    for tool in clang-22 clang++-22 ld.lld-22 clang-format-22 cmake ninja python3; do
        command -v "$tool" >/dev/null || stop "$tool is not on PATH"
    done
}

[ -f /etc/debian_version ] || stop "this script knows Debian 12 only"
wanted=$(missing packages)
[ -z "$wanted" ] || install_missing "$wanted"
check_versions
[ "${1-}" != tests ] || install_for_tests
echo "bpf-aot: packages are there: LLVM $(/usr/lib/llvm-22/bin/llvm-config --version)"
