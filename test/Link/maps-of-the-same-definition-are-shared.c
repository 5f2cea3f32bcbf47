// SPDX-License-Identifier: Apache-2.0
// Two outputs that define a map alike link together and use one map.
// RUN: %clang -target bpfel -g -O2 -DNAME=writer -c %s -o %t.writer.o
// RUN: %clang -target bpfel -g -O2 -DNAME=reader -DREAD -c %s -o %t.reader.o
// RUN: bpf-aot -target x86-64 %t.writer.o -o %t.writer.native.o
// RUN: bpf-aot -target x86-64 %t.reader.o -o %t.reader.native.o
// RUN: ld.lld -static -e _start %t.writer.native.o %t.reader.native.o %runtime-x86-64 -o %t.exe
// RUN: llvm-nm %t.exe | FileCheck %s --check-prefix=ONE
// RUN: %t.exe -prog writer -packet 00112233445566778899aabbccdd -json -dump-maps | FileCheck %s
struct {
    int (*type)[2];
    int *key;
    long *value;
    int (*max_entries)[1];
} shared __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;

__attribute__((section("xdp"), used)) int NAME(void *ctx) {
    int key = 0;
    long *value = lookup(&shared, &key);
    if (!value) {
        return 0;
    }
#ifndef READ
    *value = 5;
#endif
    return *value;
}
// ONE: bpf_map_shared
// ONE-NOT: bpf_map_shared{{$}}
// CHECK: {"retval":5,{{.*}}"maps":{"shared":{{\[\[}}"00000000","0500000000000000"]]}}
