// SPDX-License-Identifier: Apache-2.0
// The program fills fields of all kinds; -pretty finds them by BTF in either byte order.
// REQUIRES: qemu-mips, qemu-riscv32
// RUN: %clang -target bpfel -mcpu=v3 -O2 -g -c %s -o %t.o
// RUN: %clang -target bpfeb -mcpu=v3 -O2 -g -c %s -o %t.be.o
// RUN: bpf-aot-run %t.o -packet 00 -pretty | FileCheck %s
// RUN: bpf-aot-run %t.o -target riscv32 -packet 00 -pretty | FileCheck %s
// RUN: bpf-aot-run %t.be.o -target mips -packet 00 -pretty | FileCheck %s
// CHECK: packet 1: 1 bytes: XDP_PASS (2)
// CHECK: map flows: hash of 4
// CHECK-NEXT: {"key":{"port":80,"vlan":7},"value":{"on":true,"low":-3,"name":"eth0","mode":"FAST",
// CHECK-SAME: "other":12,"flag":5,"rest":-9,"wide":4886718345,"either":258,"x":[1,-1],"small":
// CHECK-SAME: {"a":1,"b":2}}}
// CHECK-NEXT: map counts: percpu_array of 2
// CHECK-NEXT: {"key":0,"values":[{"cpu":0,"value":99}]}
// CHECK-NEXT: {"key":1,"values":[{"cpu":0,"value":0}]}
// CHECK: section .data
// CHECK-NEXT: {"limits":[1000,1000000]}
// RUN: not bpf-aot-run %t.o -packet 00 -pretty -json 2>&1 | FileCheck %s --check-prefix=JSON
// JSON: error: -pretty goes with an object, and without -json

#define SEC(name) __attribute__((section(name), used))
static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*update)(void *map, const void *key, const void *value,
                      unsigned long long flags) = (void *)2;

enum mode { SLOW, FAST };
struct flow {
    unsigned short port, vlan;
};
struct state {
    _Bool on;
    short low;
    char name[8];
    enum mode mode, other;
    unsigned flag : 3;
    int rest : 7;
    unsigned long long wide;
    union {
        unsigned short either;
    };
    signed char x[2];
    struct {
        unsigned char a, b;
    } small;
};

struct {
    int (*type)[1]; /* hash */
    int (*max_entries)[4];
    struct flow *key;
    struct state *value;
} flows SEC(".maps");

struct {
    int (*type)[6]; /* percpu_array */
    int (*max_entries)[2];
    unsigned *key;
    long long *value;
} counts SEC(".maps");

volatile unsigned limits[2] = {10, 1000000};

SEC("xdp") int fill(void *ctx) {
    struct flow flow = {.port = 80, .vlan = 7};
    struct state state;
    __builtin_memset(&state, 0, sizeof(state));
    state.on = 1;
    state.low = -3;
    __builtin_memcpy(state.name, "eth0", 4);
    state.mode = FAST;
    state.other = 12;
    state.flag = 5;
    state.rest = -9;
    state.wide = 0x123456789;
    state.either = 0x102;
    state.x[0] = 1;
    state.x[1] = -1;
    state.small.a = 1;
    state.small.b = 2;
    update(&flows, &flow, &state, 0);
    unsigned first = 0;
    long long *count = lookup(&counts, &first);
    if (count) {
        *count = 99;
    }
    limits[0] = 1000;
    return 2;
}
