/* SPDX-License-Identifier: Apache-2.0 */
/* What calling a function may do beyond its result: move the packet, give back what others
 * acquired, take or release a lock. Comes from the effects of helpers.def. */
#include <stddef.h>

#include "fact.h"

#define SET(effect) (1u << EFFECT_##effect)

/* A property of whole functions. */
struct property {
    size_t member;    /* of struct function_facts: a bool */
    uint32_t effects; /* of helpers that have it: set of 1 << enum helper_effect */
};

static const struct property properties[] = {
    {offsetof(struct function_facts, moves_packet),
     SET(MOVES_PACKET) | SET(MOVES_END) | SET(MISSING)},
    {offsetof(struct function_facts, releases), SET(RELEASES) | SET(EXCHANGES) | SET(MISSING)},
    {offsetof(struct function_facts, locks), SET(LOCKS) | SET(UNLOCKS)},
};

static bool *member_of(const struct facts *facts, const struct property *property, uint32_t index) {
    return (bool *)((char *)&facts->functions[index] + property->member);
}

static bool insn_has(const struct facts *facts, const struct property *property,
                     const struct prog_insn *insn, bool callbacks_have) {
    if (insn->insn.op != OP_CALL) {
        return insn->insn.op == OP_CALLX; /* whatever it leads to */
    }
    if (insn->ref == REF_FUNCTION) {
        return *member_of(facts, property, insn->ref_index);
    }
    enum helper_effect effect = helper_row(insn->ref_index)->effect;
    return property->effects >> effect & 1 || (effect == EFFECT_CALLS_BACK && callbacks_have);
}

/* Callees are known by now, but for callbacks: any function whose address is taken may be one. A
 * tail call gets to a program that may do anything (kernel: changes_pkt_data). */
static bool function_has(const struct facts *facts, const struct property *property, uint32_t index,
                         bool callbacks_have) {
    const struct function *function = &facts->program->functions[index];
    bool has = facts->cfg->functions[index].tail_calls;
    for (size_t i = 0; i < function->insn_count && !has; i++) {
        has = insn_has(facts, property, &function->insns[i], callbacks_have);
    }
    return has;
}

/* Whether a function that may be a callback has the property. */
static bool find(const struct facts *facts, const struct property *property, bool callbacks_have) {
    bool taken_has = false;
    for (size_t i = 0; i < facts->program->function_count; i++) {
        uint32_t index = facts->cfg->call_order[i];
        bool has = function_has(facts, property, index, callbacks_have);
        *member_of(facts, property, index) = has;
        taken_has |= has && facts->program->functions[index].address_taken;
    }
    return taken_has;
}

void effects_find(struct facts *facts) {
    for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
        if (find(facts, &properties[i], false)) {
            find(facts, &properties[i], true);
        }
    }
}
