// SPDX-License-Identifier: Apache-2.0
// bpf_kptr_xchg takes an object out of a value and puts it back; what a program keeps is given up at the
// end of its run. The objects are an embedder's; without one all fields are NULL.
// REQUIRES: linux-headers, qemu-mips, qemu-riscv32
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.le.o
// RUN: %clang -target bpfeb -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: bpf-aot -target x86-64 -c %t.le.o -o %t.o
// RUN: %clang -O2 -Wall -Werror -no-pie -I%src_dir/include %S/Inputs/kptr_main.c %t.o %runtime-x86-64 -o %t.main
// RUN: %t.main count keep stray loop inner | FileCheck %s
// RUN: bpf-aot -target mips -exe %t.be.o -o %t.mips
// RUN: bpf-aot -target riscv32 -exe %t.le.o -o %t.riscv32
// RUN: %qemu-mips %t.mips -prog count -pcap %packets -json | FileCheck %s --check-prefix=EMPTY
// RUN: %qemu-riscv32 %t.riscv32 -prog count -pcap %packets -json | FileCheck %s --check-prefix=EMPTY
// RUN: %clang -target bpfel -O2 -g -DSTALE %bpf-includes -c %s -o %t.stale.o
// RUN: not bpf-aot -target x86-64 -c %t.stale.o -o %t.no 2>&1 | FileCheck %s --check-prefix=STALE
// RUN: %clang -target bpfel -O2 -g -DOTHER %bpf-includes -c %s -o %t.other.o
// RUN: not bpf-aot -target x86-64 -c %t.other.o -o %t.no 2>&1 | FileCheck %s --check-prefix=OTHER
// RUN: %clang -target bpfel -O2 -g -DEACH %bpf-includes -c %s -o %t.each.o
// RUN: not bpf-aot -target x86-64 -c %t.each.o -o %t.no 2>&1 | FileCheck %s --check-prefix=OTHER
// RUN: %clang -target bpfel -O2 -g -DTWICE %bpf-includes -c %s -o %t.twice.o
// RUN: not bpf-aot -target x86-64 -c %t.twice.o -o %t.no 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: error: r2 of helper kptr_xchg is not held any more: it was released before
// STALE: error: access through a pointer to what was released before
// OTHER: error: r1 of helper kptr_xchg is not a kptr at a constant offset of a value, of a map with one
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

struct object {
    unsigned count, more;
};
struct value {
    struct object __attribute__((btf_type_tag("kptr"))) *object;
    long long number;
};
struct values {
#ifdef EACH
    int (*type)[BPF_MAP_TYPE_PERCPU_ARRAY];
#else
    int (*type)[BPF_MAP_TYPE_ARRAY];
#endif
    int (*max_entries)[1];
    int *key;
    struct value *value;
} values SEC(".maps");

struct {
    int (*type)[BPF_MAP_TYPE_ARRAY_OF_MAPS];
    int (*max_entries)[1];
    int *key;
    struct values *values[];
} outer SEC(".maps") = {.values = {&values}};

static void *(*const lookup)(void *map, const void *key) = (void *)1;
static void *(*const kptr_xchg)(void *field, void *object) = (void *)194;

static inline struct value *first(void) {
    int key = 0;
    return lookup(&values, &key);
}

SEC("xdp") int count(struct xdp_md *ctx) {
    struct value *value = first();
    struct object *object = value ? kptr_xchg(&value->object, 0) : 0;
    if (!object) {
        return 77;
    }
    int seen = ++object->count + object->more;
    return kptr_xchg(&value->object, object) ? -1 : seen;
}
// CHECK: count: status 0, retval 43, aborted 0, in the value, count 41, dropped 0
// EMPTY: {"retval":77,

SEC("xdp") int keep(struct xdp_md *ctx) {
    struct value *value = first();
    return value && kptr_xchg(&value->object, 0) ? 1 : 0;
}
// CHECK: keep: status 0, retval 1, aborted 0, not in the value, count 40, dropped 1

/* Behind its end. */
SEC("xdp") int stray(struct xdp_md *ctx) {
    struct value *value = first();
    unsigned *object = value ? kptr_xchg(&value->object, 0) : 0;
    return object ? object[2] : 3;
}
// CHECK: stray: status 0, retval 0, aborted 1, not in the value, count 40, dropped 1

/* What is in a value cannot be put in again. */
#ifdef TWICE
SEC("xdp") int twice(struct xdp_md *ctx) {
    struct value *value = first();
    struct object *object = value ? kptr_xchg(&value->object, 0) : 0;
    if (!object || kptr_xchg(&value->object, object)) {
        return 3;
    }
    return kptr_xchg(&value->object, object) ? 4 : 5;
}
#endif

SEC("xdp") int loop(struct xdp_md *ctx) {
    struct value *value = first();
    struct object *object = 0;
    for (int i = 0; value && i < 5; i++) {
        object = kptr_xchg(&value->object, object);
        if (object) {
            object->count += 10;
        }
    }
    return object != 0;
}
// CHECK: loop: status 0, retval 1, aborted 0, not in the value, count 70, dropped 1

/* The same value, of a map that the program finds in another. */
SEC("xdp") int inner(struct xdp_md *ctx) {
    int key = 0;
    void *map = lookup(&outer, &key);
    struct value *value = map ? lookup(map, &key) : 0;
    struct object *object = value ? kptr_xchg(&value->object, 0) : 0;
    return object ? (int)++object->count : 3;
}
// CHECK: inner: status 0, retval 41, aborted 0, not in the value, count 41, dropped 1

#ifdef STALE
SEC("xdp") int stale(struct xdp_md *ctx) {
    struct value *value = first();
    struct object *object = value ? kptr_xchg(&value->object, 0) : 0;
    if (object) {
        kptr_xchg(&value->object, object);
        return *(volatile unsigned *)&object->count;
    }
    return 0;
}
#endif

#ifdef OTHER
SEC("xdp") int other(struct xdp_md *ctx) {
    struct value *value = first();
    return value && kptr_xchg(&value->number, 0) ? 1 : 0;
}
#endif

char _license[] SEC("license") = "GPL";
