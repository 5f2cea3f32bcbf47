/* SPDX-License-Identifier: Apache-2.0 */
/* How much of its frame a function uses, and which bytes of it may be read before they are
 * written: those have to start as zero. A forward "surely written" analysis over bytes. */
#include <string.h>

#include "state.h"

static const struct byte_set all_bytes = {{~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull}};

struct measure {
    struct facts *facts;
    uint32_t function;
    struct function_facts *own;
    int64_t deepest;
    struct byte_set written; /* at this point */
    struct byte_set unwritten_reads;
};

/* The part of [low, high) that lies in the largest frame there is. */
static void clip(int64_t *low, int64_t *high) {
    *low = *low < -BPF_STACK_BYTES ? -BPF_STACK_BYTES : *low;
    *high = *high > 0 ? 0 : *high;
}

static void note_depth(struct measure *m, int64_t low) {
    if (low < m->deepest) {
        m->deepest = low < -BPF_STACK_BYTES ? -BPF_STACK_BYTES : low;
    }
}

static void note_write(struct measure *m, int64_t low, int64_t high) {
    clip(&low, &high);
    for (int64_t at = low; at < high; at++) {
        m->written.bits[(-at - 1) / 64] |= 1ull << ((-at - 1) % 64);
    }
}

static void note_read(struct measure *m, int64_t low, int64_t high) {
    note_depth(m, low);
    clip(&low, &high);
    for (int64_t at = low; at < high; at++) {
        uint64_t bit = 1ull << ((-at - 1) % 64);
        m->unwritten_reads.bits[(-at - 1) / 64] |= bit & ~m->written.bits[(-at - 1) / 64];
    }
}

static bool is_exact(const struct fact *pointer) {
    return scalar_is_constant(&pointer->num);
}

static void measure_access(struct measure *m, const struct insn *insn, const struct fact *base,
                           bool writes) {
    if (base->kind != KIND_FRAME) {
        return;
    }
    int64_t bytes = insn->width / 8;
    bool unknown = base->num.smin < -2 * BPF_STACK_BYTES || base->num.smax > BPF_STACK_BYTES;
    int64_t low = unknown ? -BPF_STACK_BYTES : base->num.smin + insn->off;
    int64_t high = unknown ? 0 : base->num.smax + insn->off + bytes;
    note_depth(m, low);
    if (!writes) {
        note_read(m, low, high);
    } else if (is_exact(base)) {
        note_write(m, low, high);
    }
}

/* Bytes a helper reads behind a memory argument, or -1. */
static int64_t argument_bytes(const struct measure *m, const struct facts_state *state,
                              const struct helper_row *row, int argument) {
    const struct arg_row *arg = arg_row(row->args[argument]);
    const struct fact *map = &state->regs[1];
    if (arg->touched == TOUCH_FIXED) {
        return arg->size_bytes;
    }
    if (arg->touched == TOUCH_KEY || arg->touched == TOUCH_VALUE) {
        bool known = map->kind == KIND_MAP && map->object != OBJECT_UNKNOWN;
        const struct program_map *definition = known ? &m->facts->program->maps[map->object] : NULL;
        return !known                      ? -1
               : arg->touched == TOUCH_KEY ? definition->key_size
                                           : definition->value_size;
    }
    const struct fact *size = &state->regs[argument + 2];
    bool sized =
        arg->touched == TOUCH_NEXT && row->args[argument + 1] != ARG_U64 && fact_is_constant(size);
    return sized ? (int64_t)(uint32_t)size->num.umin : -1;
}

/* A frame pointer that leaves our sight: everything above it may be read. */
static void measure_pointer(struct measure *m, const struct fact *pointer, int64_t bytes) {
    if (pointer->kind != KIND_FRAME) {
        return;
    }
    bool exact = is_exact(pointer) && bytes >= 0;
    bool unknown = pointer->num.smin < -BPF_STACK_BYTES || pointer->num.smax > 0;
    int64_t low = unknown ? -BPF_STACK_BYTES : pointer->num.smin;
    note_read(m, low, exact ? low + bytes : 0);
}

static void measure_call(struct measure *m, const struct facts_state *state,
                         const struct prog_insn *insn) {
    if (insn->insn.op == OP_CALLX) {
        for (int r = 1; r <= 5; r++) {
            measure_pointer(m, &state->regs[r], -1);
        }
        return;
    }
    if (insn->ref == REF_HELPER) {
        const struct helper_row *row = helper_row(insn->ref_index);
        for (int i = 0; i < 5 && row->args[i] != ARG_NONE; i++) {
            measure_pointer(m, &state->regs[i + 1],
                            arg_is_memory(row->args[i]) ? argument_bytes(m, state, row, i) : -1);
        }
        return;
    }
    uint16_t params = m->facts->cfg->functions[insn->ref_index].params;
    for (int r = 1; r <= 5; r++) {
        if (params & 1u << r) {
            measure_pointer(m, &state->regs[r], -1);
        }
    }
}

static void measure_insn(struct measure *m, const struct facts_state *state,
                         const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    if (cfg_reads(m->facts->cfg, insn) & 1u << REG_FP) {
        note_depth(m, -1); /* an address of nothing would be NULL */
    }
    if (i->op == OP_LDX || i->op == OP_LDSX) {
        measure_access(m, i, &state->regs[i->src], false);
    } else if (i->op == OP_STX || i->op == OP_ST) {
        measure_access(m, i, &state->regs[i->dst], true);
    } else if (i->op == OP_ATOMIC) {
        measure_access(m, i, &state->regs[i->imm == ATOMIC_LOAD_ACQ ? i->src : i->dst], false);
    } else if (i->op == OP_CALL || i->op == OP_CALLX) {
        measure_call(m, state, insn);
    }
    if (i->op == OP_STX || (i->op == OP_ATOMIC && i->imm != ATOMIC_LOAD_ACQ) ||
        (i->op != OP_MOV && i->form == FORM_X && insn_row(i->opcode)->dst == FIELD_RW)) {
        measure_pointer(m, &state->regs[i->src], -1);
    }
    if (insn_row(i->opcode)->dst == FIELD_RW && i->op != OP_ADD && i->op != OP_SUB) {
        measure_pointer(m, &state->regs[i->dst], -1);
    }
}

static bool is_frame(const struct fact *fact) {
    return fact && fact->kind == KIND_FRAME;
}

/* A pointer that stops being one at a join is out of sight from there on. */
static void measure_edge(struct measure *m, const struct facts_state *from, uint32_t target) {
    const struct block_state *into = m->own->at_block[target];
    uint16_t live = m->facts->cfg->functions[m->function].blocks[target].live_in;
    for (int r = 0; r < REG_COUNT; r++) {
        if ((live & 1u << r) && !is_frame(into->regs[r])) {
            measure_pointer(m, &from->regs[r], -1);
        }
    }
    for (uint32_t i = 0; i < m->own->slot_count; i++) {
        if (from->slots[i].bytes && !is_frame(state_slot(into, i).fact)) {
            measure_pointer(m, &from->slots[i].fact, -1);
        }
    }
}

static void walk(struct measure *m, struct facts_cursor *cursor, const struct block *block) {
    const struct function *function = &m->facts->program->functions[cursor->function];
    for (uint32_t i = block->first; i < block->end; i++) {
        measure_insn(m, cursor->state, &function->insns[i]);
        facts_step(cursor, &function->insns[i]);
    }
    for (uint32_t i = 0; i < block->succ_count; i++) {
        if (m->own->at_block[block->succ[i]]) {
            measure_edge(m, cursor->state, block->succ[i]);
        }
    }
}

enum { SET_WORDS = BPF_STACK_BYTES / 64 };

static void unite(struct byte_set *into, const struct byte_set *with) {
    for (size_t i = 0; i < SET_WORDS; i++) {
        into->bits[i] |= with->bits[i];
    }
}

static void remove_bytes(struct byte_set *from, const struct byte_set *bytes) {
    for (size_t i = 0; i < SET_WORDS; i++) {
        from->bits[i] &= ~bytes->bits[i];
    }
}

static bool meet(struct byte_set *into, const struct byte_set *with) {
    struct byte_set before = *into;
    for (size_t i = 0; i < SET_WORDS; i++) {
        into->bits[i] &= with->bits[i];
    }
    return memcmp(&before, into, sizeof(before)) != 0;
}

/* What one walk over a block finds: bytes that it surely writes, bytes that it reads before. */
struct block_bytes {
    struct byte_set written, reads, at_entry;
};

static void walk_all(struct measure *m, struct facts_cursor *cursor, struct block_bytes *bytes) {
    const struct function_cfg *cfg = &m->facts->cfg->functions[cursor->function];
    for (uint32_t i = 0; i < cfg->order_count; i++) {
        uint32_t b = cfg->order[i];
        if (facts_enter(cursor, b)) {
            m->written = (struct byte_set){{0}};
            m->unwritten_reads = (struct byte_set){{0}};
            walk(m, cursor, &cfg->blocks[b]);
            bytes[b].written = m->written;
            bytes[b].reads = m->unwritten_reads;
        }
    }
}

/* Hands on what is written where a block ends; true when that changed an entry. */
static bool flow_all(const struct measure *m, struct block_bytes *bytes) {
    const struct function_cfg *cfg = &m->facts->cfg->functions[m->function];
    bool changed = false;
    for (uint32_t i = 0; i < cfg->order_count; i++) {
        const struct block *block = &cfg->blocks[cfg->order[i]];
        if (!m->own->at_block || !m->own->at_block[cfg->order[i]]) {
            continue;
        }
        struct byte_set at_end = bytes[cfg->order[i]].at_entry;
        unite(&at_end, &bytes[cfg->order[i]].written);
        for (uint32_t j = 0; j < block->succ_count; j++) {
            changed |= meet(&bytes[block->succ[j]].at_entry, &at_end);
        }
    }
    return changed;
}

void frame_measure(struct session *s, struct facts *facts, uint32_t function) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    struct measure m = {.facts = facts, .function = function, .own = &facts->functions[function]};
    struct facts_cursor cursor;
    facts_open(s, facts, function, &cursor);
    struct block_bytes *bytes = ARENA_NEW_N(&s->arena, struct block_bytes, cfg->block_count);
    for (uint32_t i = 1; i < cfg->block_count; i++) {
        bytes[i].at_entry = all_bytes;
    }
    walk_all(&m, &cursor, bytes);
    while (m.deepest < 0 && flow_all(&m, bytes)) {
    }
    m.own->frame_bytes = (uint32_t)((-m.deepest + 7) & ~7);
    m.own->zero_bytes = (struct byte_set){{0}};
    for (uint32_t i = 0; i < cfg->block_count && m.deepest < 0; i++) {
        struct byte_set unwritten = bytes[i].reads;
        remove_bytes(&unwritten, &bytes[i].at_entry);
        unite(&m.own->zero_bytes, &unwritten);
    }
}
