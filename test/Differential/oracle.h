/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a raw program beside what the interpreter sees. */
#ifndef ORACLE_H
#define ORACLE_H

#include "facts/facts.h"
#include "interp/interp.h"

/* The facts before every insn of a program, by slot. */
struct oracle {
    const struct facts *facts;
    struct oracle_insn {
        uint32_t function;
        const struct prog_insn *insn;
        struct facts_state *state; /* NULL: never reached, say the facts */
    } *insns;
    size_t slot_count;
    uint64_t mem_bytes;
    char wrong[256]; /* what does not hold; empty: everything does */
};

struct oracle *oracle_new(struct session *s, const struct facts *facts, size_t slot_count);
/* An observer of the interpreter; notes the first fact that does not hold. */
void oracle_observe(void *oracle, const struct interp_view *view);

#endif
