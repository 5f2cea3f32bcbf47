/* SPDX-License-Identifier: Apache-2.0 */
/* What every stage is given and nothing else: memory, a place for messages, the options. */
#ifndef BPF_AOT_SUPPORT_SESSION_H
#define BPF_AOT_SUPPORT_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "bpf-aot/bpf-aot.h"
#include "bpf-aot/diag.h"

/* Finds the source line of an insn; set by the stage that read the line info. */
typedef bool line_lookup_fn(const void *lines, const char *section, long insn, const char **file,
                            unsigned *line);

struct session {
    struct arena arena;
    const struct bpf_aot_options *options;
    const char *object; /* name of the input, for messages */
    unsigned error_count;
    line_lookup_fn *line_lookup;
    const void *lines;
};

/* Where in the input something is wrong. */
struct location {
    const char *section; /* NULL: the whole object */
    long insn;           /* 8-byte slot in the section; -1: the whole section */
};

static inline struct location at_object(void) {
    return (struct location){.section = 0, .insn = -1};
}

static inline struct location at_section(const char *section) {
    return (struct location){.section = section, .insn = -1};
}

static inline struct location at_insn(const char *section, long insn) {
    return (struct location){.section = section, .insn = insn};
}

/* Reports an error, once, where it was found. Always false: `return fail(s, at_object(), ...)`. */
bool fail(struct session *s, struct location where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void warn(struct session *s, struct location where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void note(struct session *s, struct location where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether helpers are to be in line. */
bool session_inlines(const struct session *s);

/* For states that only a mistake of ours can reach. */
_Noreturn void unreachable(const char *what);

#endif
