/* SPDX-License-Identifier: Apache-2.0 */
/* The frame as memory: which bytes hold which value. Values of 1, 2, 4 and 8 bytes are found
 * again; parts of a constant, and the low part of a number, too. */
#include "fact.h"

static uint32_t slot_count(const struct transfer *t) {
    return t->facts->functions[t->function].slot_count;
}

/* Where slot i begins. */
static int64_t slot_start(uint32_t i) {
    return -(int64_t)SLOT_BYTES * ((int64_t)i + 1);
}

/* The slot of the byte at an offset, or -1. */
static int64_t slot_at(const struct transfer *t, int64_t offset) {
    int64_t i = (-offset - 1) / SLOT_BYTES;
    return offset < 0 && i < (int64_t)slot_count(t) ? i : -1;
}

/* The slot whose value covers a byte: its own, or that of the 8 bytes that begin a slot below. */
static int64_t holder_of(const struct transfer *t, const struct facts_state *state,
                         int64_t offset) {
    int64_t i = slot_at(t, offset);
    if (i < 0) {
        return -1;
    }
    bool continues =
        !state->slots[i].bytes && i + 1 < (int64_t)slot_count(t) && state->slots[i + 1].bytes == 8;
    i += continues;
    int64_t start = slot_start((uint32_t)i) + state->slots[i].at;
    return start <= offset && offset < start + state->slots[i].bytes ? i : -1;
}

static bool is_constant(const struct slot *slot) {
    return slot->bytes && fact_is_constant(&slot->fact);
}

/* `bytes` bytes that begin `at` bytes into a value of `whole` bytes in memory. */
static struct scalar part_of(const struct scalar *value, unsigned whole, unsigned at,
                             unsigned bytes, bool big_endian) {
    static const struct insn right = {.op = OP_RSH, .width = 64, .form = FORM_X};
    unsigned shift = 8 * (big_endian ? whole - at - bytes : at);
    struct scalar amount = scalar_constant(shift);
    struct scalar moved = shift ? scalar_alu(&right, value, &amount, big_endian) : *value;
    return scalar_zero_extend(&moved, 8 * bytes);
}

/* A value that one slot holds, whole or in part. */
static struct fact load_from(const struct transfer *t, const struct slot *slot, unsigned at,
                             unsigned bytes) {
    if (at == 0 && bytes == slot->bytes) {
        return slot->fact;
    }
    if (slot->fact.kind != KIND_SCALAR) {
        return fact_clobber(&slot->fact);
    }
    struct scalar part =
        part_of(&slot->fact.num, slot->bytes, at, bytes, t->facts->program->big_endian);
    struct fact fact = fact_number(&part);
    fact.undefined = slot->fact.undefined;
    return fact;
}

/* Two halves of 4 bytes that are constants. */
static bool load_halves(const struct transfer *t, const struct facts_state *state, int64_t offset,
                        struct fact *fact) {
    int64_t i = slot_at(t, offset);
    if (i < 1 || slot_start((uint32_t)i) != offset) {
        return false;
    }
    const struct slot *first = &state->slots[i], *second = &state->slots[i - 1];
    if (!is_constant(first) || !is_constant(second) || first->bytes != 4 || second->bytes != 4) {
        return false;
    }
    bool big = t->facts->program->big_endian;
    const struct slot *low = big ? second : first, *high = big ? first : second;
    *fact = fact_constant(low->fact.num.umin | high->fact.num.umin << 32);
    fact->undefined = first->fact.undefined || second->fact.undefined;
    return true;
}

bool slots_hold_handle(const struct facts_state *state, uint32_t count, int64_t low) {
    for (uint32_t i = 0; i < count; i++) {
        if (slot_start(i) + 4 > low && state->slots[i].bytes &&
            fact_is_handle(&state->slots[i].fact)) {
            return true;
        }
    }
    return false;
}

static bool is_extended(const struct insn *insn) {
    return insn->op == OP_LDSX;
}

struct fact slots_number(const struct insn *insn) {
    struct scalar unknown = scalar_unknown();
    struct scalar number = is_extended(insn) ? scalar_sign_extend(&unknown, insn->width)
                                             : scalar_zero_extend(&unknown, insn->width);
    return fact_number(&number);
}

struct fact slots_load(const struct transfer *t, const struct facts_state *state,
                       const struct insn *insn, int64_t offset) {
    unsigned bytes = insn->width / 8u;
    int64_t i = holder_of(t, state, offset);
    struct fact fact = slots_number(insn);
    if (i >= 0) {
        unsigned at = (unsigned)(offset - slot_start((uint32_t)i)) - state->slots[i].at;
        bool is_part = bytes < 8 && state->slots[i].fact.kind != KIND_SCALAR;
        if (at + bytes <= state->slots[i].bytes && !is_part) {
            fact = load_from(t, &state->slots[i], at, bytes);
        }
    }
    if (bytes == 8 && (i < 0 || state->slots[i].bytes != 8)) {
        load_halves(t, state, offset, &fact);
    }
    if (is_extended(insn) && fact.kind == KIND_SCALAR) {
        struct scalar number = scalar_sign_extend(&fact.num, insn->width);
        bool undefined = fact.undefined;
        fact = fact_number(&number);
        fact.undefined = undefined;
    }
    return fact;
}

static void forget(struct slot *slot) {
    *slot = (struct slot){.bytes = 0};
}

/* Half of a constant may outlive the other half. */
static void split_constant(const struct transfer *t, struct facts_state *state, int64_t i) {
    struct slot *first = &state->slots[i], *second = &state->slots[i - 1];
    struct slot whole = *first;
    bool big = t->facts->program->big_endian;
    for (unsigned half = 0; half < 2; half++) {
        struct scalar part = part_of(&whole.fact.num, 8, 4 * half, 4, big);
        struct slot *slot = half ? second : first;
        *slot = (struct slot){.bytes = 4, .fact = fact_number(&part)};
        slot->fact.undefined = whole.fact.undefined;
    }
}

/* Forgets what lies in [low, high), or, if it `may` have been overwritten, what may be left. */
static void overwrite(const struct transfer *t, struct facts_state *state, int64_t low,
                      int64_t high, bool may) {
    for (uint32_t i = 0; i < slot_count(t); i++) {
        struct slot *slot = &state->slots[i];
        int64_t start = slot_start(i) + slot->at;
        bool touched = slot->bytes && start < high && low < start + slot->bytes;
        if (!touched) {
            continue;
        }
        bool covered = low <= start && start + slot->bytes <= high;
        if (slot->bytes == 8 && is_constant(slot) && !covered) {
            split_constant(t, state, i);
            overwrite(t, state, low, high, may);
            return;
        }
        if (may && fact_is_handle(&slot->fact)) {
            slot->fact = fact_clobber(&slot->fact);
        } else {
            forget(slot);
        }
    }
}

void slots_clobber(const struct transfer *t, struct facts_state *state, int64_t low, int64_t high) {
    overwrite(t, state, low, high, true);
}

void slots_store(const struct transfer *t, struct facts_state *state, int64_t offset,
                 unsigned bytes, const struct fact *value) {
    overwrite(t, state, offset, offset + bytes, false);
    int64_t i = slot_at(t, offset);
    if (i < 0) {
        return;
    }
    unsigned at = (unsigned)(offset - slot_start((uint32_t)i));
    bool whole = bytes == 8 && at == 0 && i % 2 == 1;
    if (!whole && at + bytes > SLOT_BYTES) {
        return;
    }
    struct slot *slot = &state->slots[i];
    if (bytes == 8 || value->kind == KIND_SCALAR) {
        *slot = (struct slot){.at = (uint8_t)at, .bytes = (uint8_t)bytes, .fact = *value};
    }
    if (bytes < 8 && value->kind == KIND_SCALAR && value->num.umax >> (8 * bytes)) {
        struct scalar low = scalar_zero_extend(&value->num, 8 * bytes);
        slot->fact = fact_number(&low);
        slot->fact.undefined = value->undefined;
    }
}

void slots_init(struct facts_state *state, uint32_t count) {
    for (uint32_t i = 1; i < count; i += 2) {
        state->slots[i] = (struct slot){.bytes = 8, .fact = fact_undefined()};
    }
}
