/* SPDX-License-Identifier: Apache-2.0 */
/* Does a state hold for what the interpreter's registers and stack contain? */
#include "oracle.h"

#include <inttypes.h>
#include <string.h>

static void keep_states(struct session *s, struct oracle *o, uint32_t function) {
    const struct function *code = &o->facts->program->functions[function];
    const struct function_cfg *cfg = &o->facts->cfg->functions[function];
    size_t bytes =
        sizeof(struct facts_state) + o->facts->functions[function].slot_count * sizeof(struct slot);
    struct facts_cursor cursor;
    facts_open(s, o->facts, function, &cursor);
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        bool reached = facts_enter(&cursor, b);
        for (uint32_t i = cfg->blocks[b].first; i < cfg->blocks[b].end; i++) {
            struct oracle_insn *at = &o->insns[code->insns[i].slot];
            at->function = function;
            at->insn = &code->insns[i];
            at->state = reached ? arena_copy(&s->arena, cursor.state, bytes) : NULL;
            if (reached) {
                facts_step(&cursor, &code->insns[i]);
            }
        }
    }
}

struct oracle *oracle_new(struct session *s, const struct facts *facts, size_t slot_count) {
    struct oracle *o = ARENA_NEW(&s->arena, struct oracle);
    o->facts = facts;
    o->slot_count = slot_count;
    o->insns = ARENA_NEW_N(&s->arena, struct oracle_insn, slot_count);
    for (uint32_t i = 0; i < facts->program->function_count; i++) {
        keep_states(s, o, i);
    }
    return o;
}

/* The address that offset 0 of a fact stands for; false when it is not known here. */
static bool base_of(const struct oracle *o, const struct fact *fact, const struct interp_view *view,
                    uint64_t *base) {
    *base = 0;
    if (fact->kind == KIND_FRAME) {
        *base = view->regs[INTERP_FP];
    } else if (fact->kind == KIND_MEMORY && fact->object == OBJECT_RAW) {
        *base = o->mem_bytes ? INTERP_MEM_BASE : 0;
        return true;
    }
    return fact->kind == KIND_SCALAR || *base;
}

static bool number_holds(const struct scalar *num, uint64_t value) {
    return scalar_holds(num, value) && value >= num->umin && value <= num->umax &&
           (int64_t)value >= num->smin && (int64_t)value <= num->smax &&
           (uint32_t)value >= num->umin32 && (uint32_t)value <= num->umax32 &&
           (int32_t)value >= num->smin32 && (int32_t)value <= num->smax32;
}

static bool fact_holds(const struct oracle *o, const struct fact *fact, uint64_t value,
                       const struct interp_view *view) {
    uint64_t base;
    if (fact->kind == KIND_NONE) {
        return false;
    }
    if (fact->maybe_null && value == 0) {
        return true;
    }
    if (!base_of(o, fact, view, &base)) {
        return true;
    }
    return number_holds(&fact->num, value - base) &&
           !(fact->excludes && value - base == fact->excluded);
}

static void complain(struct oracle *o, const struct interp_view *view, const char *what,
                     const struct fact *fact, uint64_t value) {
    if (o->wrong[0]) {
        return;
    }
    snprintf(o->wrong, sizeof(o->wrong),
             "insn %" PRIu64 ": %s is 0x%" PRIx64 ", the facts say kind %d umin 0x%" PRIx64
             " umax 0x%" PRIx64 " smin %" PRId64 " smax %" PRId64 " bits 0x%" PRIx64 ";0x%" PRIx64
             " class %u%+" PRId64,
             view->slot, what, value, (int)fact->kind, fact->num.umin, fact->num.umax,
             fact->num.smin, fact->num.smax, fact->num.bits.value, fact->num.bits.mask, fact->class,
             fact->delta);
}

/* One register or slot after the other; the heads of classes as they turn up. */
struct members {
    struct {
        uint32_t class;
        uint64_t head;
    } seen[REG_COUNT + BPF_STACK_BYTES / SLOT_BYTES];
    size_t count;
};

static bool class_holds(struct members *m, const struct fact *fact, uint64_t value) {
    uint64_t head = value - (uint64_t)fact->delta;
    if (fact->class == CLASS_NONE) {
        return true;
    }
    for (size_t i = 0; i < m->count; i++) {
        if (m->seen[i].class == fact->class) {
            return m->seen[i].head == head;
        }
    }
    m->seen[m->count].class = fact->class;
    m->seen[m->count++].head = head;
    return true;
}

static void check_fact(struct oracle *o, const struct interp_view *view, const char *what,
                       const struct fact *fact, uint64_t value) {
    if (!fact_holds(o, fact, value, view)) {
        complain(o, view, what, fact, value);
    }
}

static uint64_t stack_value(const struct oracle *o, const uint8_t *at, unsigned bytes) {
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++) {
        unsigned shift = 8 * (o->facts->program->big_endian ? bytes - 1 - i : i);
        value |= (uint64_t)at[i] << shift;
    }
    return value;
}

static void check_slots(struct oracle *o, const struct interp_view *view,
                        const struct oracle_insn *at, struct members *members) {
    for (uint32_t i = 0; i < o->facts->functions[at->function].slot_count; i++) {
        const struct slot *slot = &at->state->slots[i];
        if (!slot->bytes) {
            continue;
        }
        const uint8_t *bytes = view->stack + INTERP_STACK_BYTES - SLOT_BYTES * (i + 1) + slot->at;
        uint64_t value = stack_value(o, bytes, slot->bytes);
        check_fact(o, view, "a slot", &slot->fact, value);
        if (!class_holds(members, &slot->fact, value)) {
            complain(o, view, "a slot's class", &slot->fact, value);
        }
    }
}

static void check_registers(struct oracle *o, const struct interp_view *view,
                            const struct oracle_insn *at, uint16_t live, struct members *members) {
    static const char *const names[] = {"r0", "r1", "r2", "r3", "r4", "r5",
                                        "r6", "r7", "r8", "r9", "r10"};
    for (int r = 0; r < REG_COUNT; r++) {
        const struct fact *fact = &at->state->regs[r];
        if (live & 1u << r) {
            check_fact(o, view, names[r], fact, view->regs[r]);
        }
        if ((live & 1u << r) && !class_holds(members, fact, view->regs[r])) {
            complain(o, view, "the class of a register", fact, view->regs[r]);
        }
    }
}

void oracle_observe(void *oracle, const struct interp_view *view) {
    struct oracle *o = oracle;
    const struct oracle_insn *at = &o->insns[view->slot];
    struct fact nothing = {.kind = KIND_NONE};
    if (o->wrong[0] || !at->insn) {
        return;
    }
    if (!at->state) {
        complain(o, view, "what is never reached", &nothing, 0);
        return;
    }
    /* Of the others nothing is claimed: they are not read before they are written. */
    uint16_t live = cfg_reads(o->facts->cfg, at->insn);
    const struct function_cfg *cfg = &o->facts->cfg->functions[at->function];
    const struct prog_insn *first = o->facts->program->functions[at->function].insns;
    const struct block *block = &cfg->blocks[cfg->block_of[at->insn - first]];
    live |= first + block->first == at->insn ? block->live_in : 0;
    struct members members = {.count = 0};
    check_registers(o, view, at, live, &members);
    check_slots(o, view, at, &members);
    if (at->state->raw_bytes > o->mem_bytes) {
        complain(o, view, "the memory's size", &nothing, o->mem_bytes);
    }
}
