// SPDX-License-Identifier: Apache-2.0
// A variable of the kernel's configuration has an address even when it is unknown.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: error: extern 'CONFIG_ABSENT' in .kconfig is not supported by this version
#include "maps.h"

extern int CONFIG_ABSENT __attribute__((section(".kconfig"), weak));

SEC("xdp") int prog(void *ctx) {
    return CONFIG_ABSENT;
}
