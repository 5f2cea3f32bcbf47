// SPDX-License-Identifier: Apache-2.0
// Definitions come from BTF, places from symbols: clang leaves offsets in BTF to the loader.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=object -stop-after=object %t.bpfeb.o | FileCheck %s
// CHECK: map first: type 1 (hash), key 4, value 16, max_entries 7, flags 0x1, pinning 1, extra 3
// CHECK: map second: type 2 (array), key 4, value 8, max_entries 4, flags 0x0, pinning 0, extra 0
#include "maps.h"

struct value {
    long long a;
    char b;
};
typedef const struct value value_t;

struct {
    NUMBER(type, HASH);
    TYPE(key, int);
    TYPE(value, value_t);
    NUMBER(max_entries, 7);
    NUMBER(map_flags, 1);
    NUMBER(pinning, 1);
    NUMBER(map_extra, 3);
} first SEC(".maps");

struct {
    NUMBER(type, ARRAY);
    NUMBER(key_size, 4);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 4);
} second SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&first, &key) ? 1 : 2;
}
