/* SPDX-License-Identifier: Apache-2.0 */
/* Walks a verifier's log (level 2) and joins what it says before each insn over all visits. A path
 * that comes to where another has been is pruned when every pointer and every number that was
 * needed is as it was; the ranges of other numbers may be larger on it. So pointers hold wherever
 * they are read, numbers only where no pruned path leads. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"

struct walk {
    const struct facts *facts;
    const struct import_layout *layout;
    struct import_insn *insns; /* by slot */
    bool *pruned;
    struct import_fact regs[REG_COUNT];
    uint32_t previous; /* slot of the insn before; NOWHERE: any may follow */
    uint64_t steps, processed;
};

enum { NOWHERE = UINT32_MAX };

static void forget(struct walk *w, uint32_t registers) {
    for (int r = 0; r < REG_COUNT; r++) {
        if (registers & 1u << r) {
            w->regs[r] = (struct import_fact){.kind = KIND_NONE};
        }
    }
}

static void forget_all(struct walk *w) {
    forget(w, UINT32_MAX);
    w->previous = NOWHERE;
}

/* After a call: packets may have moved, references may have been released. */
static void forget_pointers(struct walk *w) {
    for (int r = 0; r < REG_COUNT; r++) {
        enum kind kind = w->regs[r].kind;
        if (kind != KIND_SCALAR && kind != KIND_CTX && kind != KIND_FRAME &&
            kind != KIND_MAP_VALUE) {
            w->regs[r].kind = KIND_NONE;
        }
    }
}

/* In the program, insn b may come right after insn a. Calls and exits print a whole state. */
static bool may_follow(const struct walk *w, uint32_t a, uint32_t b) {
    const struct prog_insn *first = w->layout->places[a].at;
    const struct import_place *from = &w->layout->places[a], *to = &w->layout->places[b];
    bool jumps =
        insn_is_jump(&first->insn) && from->function == to->function && to->insn == first->target;
    return jumps || b == a + first->insn.slots;
}

static void note_visit(struct walk *w, uint32_t slot) {
    struct import_insn *insn = &w->insns[slot];
    uint32_t n = 0;
    for (int r = 0; r < REG_COUNT; r++) {
        if (insn->regs & 1u << r) {
            struct import_fact *fact = &insn->facts[n++];
            *fact = insn->visited ? import_join(fact, &w->regs[r]) : w->regs[r];
        }
    }
    insn->visited = true;
}

/* The registers that begin at `R`, behind the name of a frame if there is one. */
static const char *find_registers(const char *at, const char *end) {
    for (; at < end; at++) {
        if (*at == 'R' && at[1] >= '0' && at[1] <= '9' && (at[-1] == ' ' || at[-1] == '|')) {
            return at;
        }
    }
    return end;
}

static void update(struct walk *w, const char *at, const char *end) {
    import_read_registers(w->facts->program, find_registers(at, end), end, w->regs);
}

/* `5: (2d) if r3 > r2 goto pc+11  ; R2=pkt_end() R3=pkt(off=8,r=8)`: what stands behind the
 * semicolon holds after the insn, on the way that the log goes on. */
static bool walk_insn(struct walk *w, uint32_t slot, const char *at, const char *end) {
    const struct prog_insn *insn = slot < w->layout->count ? w->layout->places[slot].at : NULL;
    if (!insn) {
        return false;
    }
    if (w->previous != NOWHERE && !may_follow(w, w->previous, slot)) {
        forget_all(w);
    }
    note_visit(w, slot);
    forget(w, cfg_writes(insn));
    if (insn->insn.op == OP_CALL || insn->insn.op == OP_CALLX) {
        forget_pointers(w);
    }
    const char *comment = memchr(at, ';', (size_t)(end - at));
    update(w, comment ? comment : end, end);
    w->previous = slot;
    w->steps++;
    if (insn->insn.op == OP_EXIT) {
        forget_all(w);
    }
    return true;
}

static bool note_pruned(struct walk *w, uint32_t slot) {
    if (slot >= w->layout->count) {
        return false;
    }
    w->pruned[slot] = true;
    w->steps++;
    return true;
}

static bool is_safe(const char *at, const char *end) {
    return end - at >= 6 && memcmp(end - 6, ": safe", 6) == 0;
}

/* `11: (bf) r4 = r1`, `11: R3=0`, `11: safe` */
static bool walk_slot(struct walk *w, const char *at, const char *end) {
    char *rest;
    uint32_t slot = (uint32_t)strtoul(at, &rest, 10);
    if (end - rest < 3 || rest[0] != ':' || rest[1] != ' ') {
        return true;
    }
    if (rest[2] == '(') {
        return walk_insn(w, slot, rest, end);
    }
    if (is_safe(at, end)) {
        return note_pruned(w, slot);
    }
    update(w, rest, end);
    return true;
}

/* `from 16 to 11: R0=0 R10=fp0`, `from 16 to 11: safe` */
static bool walk_from(struct walk *w, const char *at, const char *end) {
    const char *to = memmem(at, (size_t)(end - at), " to ", 4);
    forget_all(w);
    if (to && is_safe(at, end)) {
        return note_pruned(w, (uint32_t)strtoul(to + 4, NULL, 10));
    }
    update(w, at, end);
    return true;
}

static bool begins(const char *at, const char *end, const char *word) {
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

static bool walk_line(struct walk *w, const char *at, const char *end) {
    if (at < end && *at >= '0' && *at <= '9') {
        return walk_slot(w, at, end);
    }
    if (begins(at, end, "from ")) {
        return walk_from(w, at, end);
    }
    if (begins(at, end, " R") || begins(at, end, " frame") || begins(at, end, "Validating ")) {
        /* A whole state: of the caller, then of the callee, or the other way round. */
        forget_all(w);
        update(w, at, end);
    } else if (begins(at, end, "processed ")) {
        w->processed = strtoull(at + strlen("processed "), NULL, 10);
    }
    return true;
}

/* Registers that are sure to be read when the block is entered, as far as an insn alone can say. A
 * pruned path is compared in those only that were read on the explored ones. */
static uint16_t reads_of(const struct cfg *cfg, const struct prog_insn *insn) {
    bool passes_on = insn->insn.op == OP_EXIT || insn->insn.op == OP_CALLX ||
                     (insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION);
    return passes_on ? 0 : cfg_reads(cfg, insn);
}

static bool may_leave(const struct prog_insn *insn) {
    return insn->insn.op == OP_CALL || insn->insn.op == OP_CALLX || insn->insn.op == OP_LD_ABS ||
           insn->insn.op == OP_LD_IND;
}

static uint16_t registers_of_interest(const struct cfg *cfg, const struct function *function,
                                      const struct import_place *place) {
    const struct function_cfg *own = &cfg->functions[place->function];
    const struct block *block = &own->blocks[own->block_of[place->insn]];
    if (block->first != place->insn) {
        return reads_of(cfg, place->at);
    }
    uint16_t reads = 0, written = 0;
    for (uint32_t i = block->first; i < block->end; i++) {
        const struct prog_insn *insn = &function->insns[i];
        reads |= reads_of(cfg, insn) & ~written;
        written |= cfg_writes(insn);
        if (may_leave(insn)) {
            break;
        }
    }
    return reads;
}

static struct import_insn *new_insns(struct session *s, const struct facts *facts,
                                     const struct import_layout *layout) {
    struct import_insn *insns = ARENA_NEW_N(&s->arena, struct import_insn, layout->count);
    for (uint32_t i = 0; i < layout->count; i++) {
        const struct import_place *place = &layout->places[i];
        if (place->at) {
            const struct function *function = &facts->program->functions[place->function];
            insns[i].regs = registers_of_interest(facts->cfg, function, place);
            insns[i].facts = ARENA_NEW_N(&s->arena, struct import_fact,
                                         (unsigned)__builtin_popcount(insns[i].regs));
        }
    }
    return insns;
}

/* Numbers that only this kernel on this machine returns. */
static bool numbers_are_local(const struct facts *facts, const struct import_layout *layout) {
    enum { GET_SMP_PROCESSOR_ID = 8 };
    for (size_t i = 0; i < facts->program->data_count; i++) {
        if (strcmp(facts->program->data[i].name, ".kconfig") == 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        const struct prog_insn *insn = layout->places[i].at;
        if (insn && insn->ref == REF_HELPER &&
            helper_row(insn->ref_index)->id == GET_SMP_PROCESSOR_ID) {
            return true;
        }
    }
    return false;
}

/* Another number of entries decides whether a lookup finds one. */
static void allow_null(struct import_insn *insn) {
    for (int n = 0; n < __builtin_popcount(insn->regs); n++) {
        insn->facts[n].maybe_null |= insn->facts[n].kind == KIND_MAP_VALUE;
    }
}

static void drop_numbers(struct import_insn *insn) {
    for (int n = 0; n < __builtin_popcount(insn->regs); n++) {
        if (insn->facts[n].kind == KIND_SCALAR) {
            insn->facts[n].kind = KIND_NONE;
        }
    }
}

/* Every line, until one is not of this program. */
static bool walk_log(struct session *s, struct walk *w, const struct import_program *recorded) {
    const char *at = recorded->log, *stop = recorded->log + recorded->log_bytes;
    for (uint32_t line = recorded->log_line; at < stop; line++) {
        const char *end = memchr(at, '\n', (size_t)(stop - at));
        end = end ? end : stop;
        if (!walk_line(w, at + 1, end)) {
            return import_fail(s, line, "the log names an insn that does not exist",
                               recorded->name);
        }
        at = end + 1;
    }
    /* Each insn that the verifier looked at is in the log, or was cut short there. */
    if (w->processed != w->steps || !w->processed) {
        return import_fail(s, recorded->line, "the log has not all visits; record it again",
                           recorded->name);
    }
    return true;
}

struct import_insn *import_read_log(struct session *s, const struct facts *facts,
                                    const struct import_program *recorded,
                                    const struct import_layout *layout) {
    struct walk walk = {
        .facts = facts,
        .layout = layout,
        .insns = new_insns(s, facts, layout),
        .pruned = arena_alloc(&s->arena, layout->count),
        .previous = NOWHERE,
    };
    if (!walk_log(s, &walk, recorded)) {
        return NULL;
    }
    bool local = numbers_are_local(facts, layout);
    const bool *shaky = import_shaky(s, facts, layout, walk.pruned);
    for (uint32_t i = 0; i < layout->count; i++) {
        walk.insns[i].aligned = recorded->aligned;
        if (s->options->map_max_count) {
            allow_null(&walk.insns[i]);
        }
        if (local || shaky[i]) {
            drop_numbers(&walk.insns[i]);
        }
    }
    return walk.insns;
}
