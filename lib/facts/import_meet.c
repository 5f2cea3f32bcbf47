/* SPDX-License-Identifier: Apache-2.0 */
/* Lets a state know what a kernel's verifier knew before the insn. What contradicts our own facts
 * can only be where nothing ever gets to; then ours stay. */
#include "import.h"

struct meeting {
    struct transfer at;
    const struct prog_insn *insn;
    uint32_t slot_count;
    struct facts_state *state;
};

static void meet_number(struct fact *fact, const struct scalar *num) {
    scalar_meet(&fact->num, num);
}

/* What was a number, or one of several kinds of memory, has become a pointer into one object. */
static bool may_become(const struct fact *fact, const struct import_fact *import) {
    bool unusable = import->kind == KIND_CTX || import->kind == KIND_FRAME ||
                    (import->kind == KIND_MAP_VALUE && import->object == OBJECT_UNKNOWN);
    bool loose = fact->kind == KIND_SCALAR ||
                 (fact->kind == KIND_MEMORY && fact->object != OBJECT_RAW && !fact->holds_ctx);
    return loose && !unusable && !fact->undefined && !fact_is_constant(fact);
}

static void become(struct fact *fact, const struct import_fact *import) {
    *fact = fact_pointer(import->kind, import->object, 0);
    fact->num = import->num;
    fact->maybe_null = import->maybe_null;
}

/* The register whose memory an insn accesses, or -1. */
static int base_of(const struct insn *insn) {
    bool loads = insn->op == OP_LDX || insn->op == OP_LDSX ||
                 (insn->op == OP_ATOMIC && insn->imm == ATOMIC_LOAD_ACQ);
    bool stores = insn->op == OP_ST || insn->op == OP_STX || insn->op == OP_ATOMIC;
    return loads ? insn->src : stores ? insn->dst : -1;
}

/* A pointer that is accessed becomes the head of a class, so that its range can be spoken of. */
static void begin_class(struct meeting *m, struct fact *fact) {
    int base = base_of(&m->insn->insn);
    if (base >= 0 && fact == &m->state->regs[base] && fact->class == CLASS_NONE) {
        fact->class = class_of_insn(&m->at, m->state, m->insn);
        fact->delta = 0;
    }
}

/* So many bytes behind the pointer lie in the packet. */
static void meet_packet(struct meeting *m, struct fact *fact, int64_t beyond) {
    if (beyond > 0 && !fact_is_exact(fact)) {
        begin_class(m, fact);
    }
    uint32_t *bytes = fact->kind == KIND_PACKET ? &m->state->packet_bytes : &m->state->meta_bytes;
    int64_t at = fact_is_exact(fact) ? fact->num.smin : fact->delta;
    int64_t end = at + beyond;
    if (beyond <= 0 || at < -PACKET_MAX_BYTES || end <= 0 || end > PACKET_MAX_BYTES) {
        return;
    }
    if (fact_is_exact(fact)) {
        *bytes = (uint32_t)end > *bytes ? (uint32_t)end : *bytes;
    } else if (fact->class >= CLASS_FIRST && (uint32_t)end >= fact->range) {
        fact->range = (uint32_t)end + 1;
        class_spread(m->state, m->slot_count, fact);
    }
}

/* A data section is the value of a map that libbpf makes of it. */
static bool is_section(const struct fact *fact, const struct import_fact *import) {
    return fact->kind == KIND_DATA && fact->object != OBJECT_UNKNOWN &&
           import->kind == KIND_MAP_VALUE && import->object == OBJECT_UNKNOWN;
}

static void meet_pointer(struct meeting *m, struct fact *fact, const struct import_fact *import) {
    if (may_become(fact, import)) {
        become(fact, import);
    }
    if (is_section(fact, import)) {
        meet_number(fact, &import->num);
    }
    if (fact->kind != import->kind) {
        return;
    }
    bool unknown = fact->kind == KIND_MAP_VALUE && fact->object == OBJECT_UNKNOWN;
    fact->object = unknown ? import->object : fact->object;
    fact->size =
        fact->kind == KIND_MAP_VALUE && import->size > fact->size ? import->size : fact->size;
    fact->maybe_null &= import->maybe_null;
    meet_number(fact, &import->num);
    if (fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_META) {
        meet_packet(m, fact, import->beyond);
    }
}

static void meet_fact(struct meeting *m, struct fact *fact, const struct import_fact *import) {
    if (import->kind == KIND_SCALAR && fact->kind == KIND_SCALAR) {
        meet_number(fact, &import->num);
    } else if (fact_is_pointer(&(struct fact){.kind = import->kind})) {
        meet_pointer(m, fact, import);
    }
}

/* An aligned access says what the low bits of the offset are, where the start of the object is
 * known. The kernel presumes packets at 2 modulo 4 (NET_IP_ALIGN), as ours promise to be. */
static void meet_alignment(const struct facts *facts, const struct insn *insn, struct fact *fact) {
    struct fact start = fact_pointer(fact->kind, fact->object, 0);
    bool packet = fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_META;
    bool same = facts->packet_start.offset % 4 == 2 && facts->packet_start.align >= 4;
    if (!fact_is_pointer(fact) || (packet && !same)) {
        return;
    }
    unsigned align = 1, bytes = insn->width / 8u, residue = 0;
    for (unsigned i = 0; i < bytes; i++) {
        unsigned known = fact_alignment(facts, &start, i);
        known = known < bytes ? known : bytes;
        residue = known > align ? i : residue;
        align = known > align ? known : align;
    }
    struct scalar low = scalar_unknown();
    low.bits.mask = ~(uint64_t)(align - 1);
    low.bits.value = (residue - (uint64_t)insn->off) & (align - 1);
    if (scalar_sync(&low)) {
        meet_number(fact, &low);
    }
}

void import_meet(const struct facts *facts, uint32_t function, uint32_t insn,
                 struct facts_state *state) {
    const struct import_insn *insns = facts->imported ? facts->imported->functions[function] : NULL;
    if (!insns || !insns[insn].visited) {
        return;
    }
    const struct prog_insn *access = &facts->program->functions[function].insns[insn];
    struct meeting meeting = {
        .at = {facts, function},
        .insn = access,
        .slot_count = facts->functions[function].slot_count,
        .state = state,
    };
    int n = 0;
    for (int r = 0; r < REG_COUNT; r++) {
        if (insns[insn].regs & 1u << r) {
            meet_fact(&meeting, &state->regs[r], &insns[insn].facts[n++]);
        }
    }
    int base = base_of(&access->insn);
    if (insns[insn].aligned && base >= 0) {
        meet_alignment(facts, &access->insn, &state->regs[base]);
    }
}
