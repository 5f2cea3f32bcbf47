#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 to a packet filter on MIPS: installs, builds, translates xdp-filter's
# xdpfilt_dny_ip.o for mipsel and runs it under qemu on twelve packets. As root.
. "$(dirname "$0")/steps.sh"

object=xdpfilt_dny_ip
demo=$root/build/try

find_object() {
    for package in xdp-tools libxdp1; do
        dpkg -L "$package" | grep "/$object\.o\$" && return
    done
    return 1
}

sh cmake/bootstrap.sh || exit 1
step "configure release" cmake --preset release
step "build release" cmake --build build/release
mkdir -p "$demo" || exit 1
path=$(find_object) || { echo "bpf-aot: FAILED at: finding $object.o in package xdp-tools"; exit 1; }
step "make packets" python3 test/Inputs/make_packets.py "$demo/packets.pcap" --names
cp build/make-packets.log "$demo/names"
# dny: this filter drops what is not listed. xdp-filter keeps the counter of an address above two
# flags: 1 lists it as source, 2 as destination. Here: both, in the byte order of the target.
echo '[["c0000242", "0300000000000000"]]' >"$demo/ip4.json"
echo '[["20010db8000000000000000000000066", "0300000000000000"]]' >"$demo/ip6.json"
step "translate for mipsel" build/release/bin/bpf-aot "$path" -target mipsel -exe -o "$demo/filter"
step "run under qemu-mipsel" qemu-mipsel "$demo/filter" -pcap "$demo/packets.pcap" \
    -map "filter_ipv4=$demo/ip4.json" -map "filter_ipv6=$demo/ip6.json"
echo
echo "$object.o as a MIPS program; only 192.0.2.66 and 2001:db8::66 may pass:"
paste "$root/build/run-under-qemu-mipsel.log" "$demo/names"
