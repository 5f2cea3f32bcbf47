/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers of perf events: a ring a CPU, in the slots of a perf_event_array. Records are those of
 * perf_event_open(2) in what they hold and how much room they take. */
#ifndef BPF_AOT_RUNTIME_PERF_BUFFER_H
#define BPF_AOT_RUNTIME_PERF_BUFFER_H

#include "maps/pointers.h"
#include "maps/ring.h"

/* ring_header.note: enum perf_event_type of uapi linux/perf_event.h. */
enum {
    PERF_LOST = 2,   /* struct perf_lost */
    PERF_SAMPLE = 9, /* uint32_t bytes that follow, these bytes */
};

struct perf_lost {
    uint64_t id; /* of the event; always 0 here */
    uint64_t count;
};

enum {
    PERF_SIZE_BYTES = 4,     /* before a sample's bytes */
    PERF_RECORD_MAX = 65528, /* perf_event_header.size has 16 bits */
};

#endif
