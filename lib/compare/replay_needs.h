/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: what the insns of a program need of a kernel. */
#ifndef BPF_AOT_COMPARE_REPLAY_NEEDS_H
#define BPF_AOT_COMPARE_REPLAY_NEEDS_H

#include "replay.h"

enum need_kind {
    NEED_NONE,
    NEED_MAP,      /* its address */
    NEED_VALUE,    /* that of a data section, and so many bytes */
    NEED_CALL,     /* the address of `symbol` */
    NEED_OPTIONAL, /* the same; the JIT may do without */
    NEED_FUNCTION, /* that of one of the image's, unless it is by distance */
};

struct need {
    enum need_kind kind;
    const char *symbol;
    size_t map; /* index */
    int64_t addend;
};

struct needs {
    struct session *s;
    const struct comparison *c;
    const struct own *object; /* the translation */
    struct replay_plan *plan;
};

/* A number of the runtime: how far this CPU's data are from the only CPU's. */
extern const char per_cpu_offset[];

/* NULL, or why it cannot be had. */
const char *need_of(const struct needs *n, size_t index, struct need *need);
/* Fills the plan's maps. */
const char *needs_maps(const struct needs *n);

#endif
