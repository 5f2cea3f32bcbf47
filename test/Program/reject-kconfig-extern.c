// SPDX-License-Identifier: Apache-2.0
// Its value is the running kernel's.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: error: extern 'CONFIG_HZ' in .kconfig is not supported by this version
#include "maps.h"

extern const int CONFIG_HZ __attribute__((section(".kconfig")));

SEC("xdp") int prog(void *ctx) {
    return CONFIG_HZ;
}
