/* SPDX-License-Identifier: Apache-2.0 */
/* What code may rely on of the facts (-facts=off|use|check): the one place that decides. What code
 * would be wrong without - context accesses, what callx calls, guards - asks the facts themselves.
 */
#include "emit.h"

enum bpf_aot_facts facts_mode(const struct codegen *c) {
    return c->s->options->facts;
}

bool facts_shape(const struct codegen *c) {
    return facts_mode(c) == BPF_AOT_FACTS_USE;
}

struct fact fact_relied(const struct codegen *c, const struct fact *fact) {
    enum bpf_aot_facts mode = facts_mode(c);
    bool relied = mode == BPF_AOT_FACTS_USE || (mode == BPF_AOT_FACTS_OFF && fact_is_pointer(fact));
    return relied ? *fact : (struct fact){.kind = KIND_SCALAR, .num = scalar_unknown()};
}

uint64_t fact_umin(const struct codegen *c, const struct fact *fact) {
    return facts_shape(c) && fact->kind == KIND_SCALAR ? fact->num.umin : 0;
}

uint64_t fact_umax(const struct codegen *c, const struct fact *fact) {
    return facts_shape(c) && fact->kind == KIND_SCALAR ? fact->num.umax : UINT64_MAX;
}

enum rep rep_of(const struct codegen *c, const struct fact *fact) {
    struct fact relied = fact_relied(c, fact);
    if (fact_is_pointer(&relied)) {
        /* A 32-bit pointer wraps where BPF's 64-bit sum does not (design, decision 2). */
        return c->target->pointer_bits == 64 || fact_is_bounded(&relied) ? REP_PTR : REP_I64;
    }
    return fact_umax(c, fact) <= UINT32_MAX ? REP_I32 : REP_I64;
}

enum rep rep_of_live(const struct codegen *c, const struct fact *fact, bool upper_live) {
    enum rep rep = rep_of(c, fact);
    return rep == REP_I64 && !upper_live ? REP_I32 : rep;
}

unsigned alignment_of(const struct emitter *e, unsigned reg, int16_t offset) {
    /* A check must not fault before it speaks. */
    return facts_shape(e->c) ? fact_alignment(e->cursor.facts, &e->cursor.state->regs[reg], offset)
                             : 1;
}
