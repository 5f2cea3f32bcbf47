/* SPDX-License-Identifier: Apache-2.0 */
/* What bpf_dynptr_data gave is gone once its dynptr was submitted or discarded. What another dynptr gave may
 * be of the same record, because a program can copy 16 bytes: the run is asked.
 * RUN: %clang -O2 -g -target bpfel "-DBEFORE=slice[0]=1" -DAFTER= -c %s -o %t.good.o
 * RUN: bpf-aot %t.good.o -target mipsel -unproven=error -o %t.good
 * RUN: %clang -O2 -g -target bpfel -DBEFORE= "-DAFTER=slice[0]=1" -c %s -o %t.stale.o
 * RUN: not bpf-aot %t.stale.o -target mipsel -o - 2>&1 | FileCheck %s
 * RUN: %clang -O2 -g -target bpfel -DBEFORE= "-DAFTER=slice[0]=1" -DGIVE=discard -c %s -o %t.stale.o
 * RUN: not bpf-aot %t.stale.o -target mipsel -o - 2>&1 | FileCheck %s
 * RUN: %clang -O2 -g -target bpfel -DBEFORE= "-DAFTER=other[0]=1" -c %s -o %t.other.o
 * RUN: bpf-aot %t.other.o -target mipsel -o %t.other
 * RUN: not bpf-aot %t.other.o -target mipsel -unproven=error -o - 2>&1 | FileCheck %s --check-prefix=ASK
 * RUN: %clang -O2 -g -target bpfel -DBEFORE= -DAFTER= -DLATER -c %s -o %t.later.o
 * RUN: bpf-aot %t.later.o -target mipsel -unproven=error -o %t.later
 * CHECK: error: access through a pointer to what was released before
 * ASK: error:
 */
#include "../Inputs/maps.h"

#ifndef GIVE
#define GIVE submit
#endif

struct dynptr {
    unsigned long long opaque[2];
} __attribute__((aligned(8)));

static long (*reserve)(void *ring, unsigned size, unsigned long long flags,
                       struct dynptr *dynptr) = (void *)198;
static void (*submit)(struct dynptr *dynptr, unsigned long long flags) = (void *)199;
static void (*discard)(struct dynptr *dynptr, unsigned long long flags) = (void *)200;
static unsigned char *(*data)(struct dynptr *dynptr, unsigned offset, unsigned size) = (void *)203;

struct {
    NUMBER(type, RINGBUF);
    NUMBER(max_entries, 4096);
} ring SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    struct dynptr first, second;
    unsigned char *slice, *other;
    reserve(&ring, 16, 0, &first);
    reserve(&ring, 16, 0, &second);
    slice = data(&first, 0, 8);
    other = data(&second, 0, 8);
    if (slice && other) {
        other[1] = 1;
        BEFORE;
        GIVE(&first, 0);
        AFTER;
        submit(&second, 0);
    } else {
        submit(&first, 0);
        submit(&second, 0);
    }
#ifdef LATER /* another record, at the same place of the frame */
    reserve(&ring, 16, 0, &first);
    slice = data(&first, 0, 8);
    if (slice) {
        slice[7] = 1;
    }
    discard(&first, 0);
#endif
    return 2;
}
