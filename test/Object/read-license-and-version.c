// SPDX-License-Identifier: Apache-2.0
// The runtime shows the license; old programs state a version.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=object -stop-after=object %t.bpfeb.o | FileCheck %s
// CHECK: license "Apache-2.0", version 263169
#include "maps.h"

char _license[] SEC("license") = "Apache-2.0";
unsigned _version SEC("version") = 263169;

SEC("xdp") int prog(void *ctx) {
    return 2;
}
