// SPDX-License-Identifier: Apache-2.0
// Index 4 is outside of arrays of 3, inside of arrays of 7; the sizes of all maps follow.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -g -c %s -o %t.o
// RUN: bpf-aot-run %t.o -packet 00 | FileCheck %s --check-prefix=SMALL
// SMALL: XDP_PASS (2)
// RUN: bpf-aot-run %t.o -packet 00 -dump-maps -map-max hash=7 -map-max array=7 \
// RUN:   -map-max percpu_hash=7 -map-max percpu_array=7 -map-max lru_hash=7 -map-max devmap=7 \
// RUN:   -map-max cpumap=7 -map-max xskmap=7 -map-max devmap_hash=7 \
// RUN:   -map-max prog_array=7 | FileCheck %s
// CHECK: XDP_ABORTED (0)
// CHECK-DAG: map hash: hash of 7
// CHECK-DAG: map array: array of 7
// CHECK-DAG: map percpu_hash: percpu_hash of 7
// CHECK-DAG: map percpu_array: percpu_array of 7
// CHECK-DAG: map lru_hash: lru_hash of 7
// CHECK-DAG: map devmap: devmap of 7
// CHECK-DAG: map cpumap: cpumap of 7
// CHECK-DAG: map xskmap: xskmap of 7
// CHECK-DAG: map devmap_hash: devmap_hash of 7
// CHECK-DAG: map prog_array: prog_array of 7

#define SEC(name) __attribute__((section(name), used))
static long (*update)(void *map, const void *key, const void *value,
                      unsigned long long flags) = (void *)2;
static long (*tail_call)(void *ctx, void *map, unsigned index) = (void *)12;
static long (*redirect)(void *map, unsigned long long key, unsigned long long flags) = (void *)51;

/* Numbers of uapi enum bpf_map_type. */
#define MAP(name, number)                                                                          \
    struct {                                                                                       \
        int (*type)[number];                                                                       \
        int (*max_entries)[3];                                                                     \
        unsigned *key, *value;                                                                     \
    } name SEC(".maps");

MAP(hash, 1)
MAP(array, 2)
MAP(prog_array, 3)
MAP(percpu_hash, 5)
MAP(percpu_array, 6)
MAP(lru_hash, 9)
MAP(devmap, 14)
MAP(cpumap, 16)
MAP(xskmap, 17)
MAP(devmap_hash, 25)

/* The number of maps that refuse the key. */
SEC("xdp") int refused(void *ctx) {
    unsigned key = 4, value = 9;
    int count = update(&hash, &key, &value, 0) != 0;
    count += update(&array, &key, &value, 0) != 0;
    count += update(&percpu_hash, &key, &value, 0) != 0;
    count += update(&percpu_array, &key, &value, 0) != 0;
    count += update(&lru_hash, &key, &value, 0) != 0;
    redirect(&devmap, 0, 0);
    redirect(&cpumap, 0, 0);
    redirect(&xskmap, 0, 0);
    redirect(&devmap_hash, 0, 0);
    tail_call(ctx, &prog_array, key);
    return count;
}
