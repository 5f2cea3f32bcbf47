/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a kernel's verifier, by function. A subprogram's hold for all of its callers only when
 * all programs were recorded. */
#include <string.h>

#include "import.h"

static struct import_fact join_same(const struct import_fact *a, const struct import_fact *b) {
    struct import_fact joined = *a;
    joined.maybe_null |= b->maybe_null;
    joined.object = a->object == b->object ? a->object : OBJECT_UNKNOWN;
    joined.size = a->size < b->size ? a->size : b->size;
    joined.beyond = a->beyond < b->beyond ? a->beyond : b->beyond;
    joined.num = scalar_join(&a->num, &b->num);
    return joined;
}

struct import_fact import_join(const struct import_fact *a, const struct import_fact *b) {
    bool same = a->kind == b->kind && a->kind != KIND_NONE;
    return same ? join_same(a, b) : (struct import_fact){.kind = KIND_NONE};
}

/* The same insn in another program's log. */
static void merge_insn(struct import_insn *into, const struct import_insn *from) {
    into->visited &= from->visited;
    into->aligned &= from->aligned;
    for (int n = 0; n < __builtin_popcount(into->regs); n++) {
        into->facts[n] = import_join(&into->facts[n], &from->facts[n]);
    }
}

static void take(struct session *s, struct facts *facts, struct import *import,
                 const struct import_layout *layout, const struct import_insn *insns) {
    bool *known = arena_alloc(&s->arena, facts->program->function_count);
    for (size_t f = 0; f < facts->program->function_count; f++) {
        known[f] = import->functions[f] != NULL;
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        const struct import_place *place = &layout->places[i];
        struct import_insn **own = &import->functions[place->function];
        if (!place->at) {
            continue;
        }
        if (!*own) {
            size_t count = facts->program->functions[place->function].insn_count;
            *own = ARENA_NEW_N(&s->arena, struct import_insn, count);
        }
        if (known[place->function]) {
            merge_insn(&(*own)[place->insn], &insns[i]);
        } else {
            (*own)[place->insn] = insns[i];
        }
    }
}

/* A subprogram that tail calls may come back with what another program left; kernels of before
 * 6.19 do not see that. */
static bool returns_from_elsewhere(const struct facts *facts, const struct import_layout *layout) {
    for (uint32_t i = 0; i < layout->count; i++) {
        const struct import_place *place = &layout->places[i];
        if (place->at && place->at->ref == REF_FUNCTION &&
            facts->cfg->functions[place->at->ref_index].tail_calls) {
            return true;
        }
    }
    return false;
}

static bool read_program(struct session *s, struct facts *facts, struct import *import,
                         const struct import_program *recorded, uint32_t *programs) {
    struct import_layout layout;
    if (!import_lay_out(s, facts->program, recorded, &layout)) {
        return false;
    }
    if (!layout.count || returns_from_elsewhere(facts, &layout)) {
        return true;
    }
    uint32_t function = layout.places[0].function;
    if (import->functions[function] &&
        !import_fail(s, recorded->line, "recorded twice", recorded->name)) {
        return false;
    }
    struct import_insn *insns = import_read_log(s, facts, recorded, &layout);
    if (insns) {
        take(s, facts, import, &layout, insns);
        ++*programs;
    }
    return insns != NULL;
}

/* Where a program that was not recorded may call in, nothing is known. */
static void forget_shared(const struct program *program, struct import *import) {
    for (size_t f = 0; f < program->function_count; f++) {
        const struct function *function = &program->functions[f];
        if (function->kind != FUNC_PROGRAM || function->address_taken) {
            import->functions[f] = NULL;
        }
        for (size_t i = 0; i < function->insn_count; i++) {
            if (function->insns[i].ref == REF_FUNCTION) {
                import->functions[function->insns[i].ref_index] = NULL;
            }
        }
    }
}

static uint32_t count_programs(const struct program *program) {
    uint32_t count = 0;
    for (size_t f = 0; f < program->function_count; f++) {
        count += program->functions[f].kind == FUNC_PROGRAM;
    }
    return count;
}

bool import_open(struct session *s, struct facts *facts) {
    const char *text = s->options->kernel_facts;
    if (!text) {
        return true;
    }
    if (s->options->prog_type) {
        return fail(s, at_object(),
                    "facts are of programs as their sections type them; they do "
                    "not go with -prog-type");
    }
    struct import_reader reader = {
        .s = s, .at = text, .end = text + s->options->kernel_facts_bytes, .good = true};
    if (!import_read_head(&reader, facts->program->big_endian)) {
        return false;
    }
    struct import *import = ARENA_NEW(&s->arena, struct import);
    import->functions =
        ARENA_NEW_N(&s->arena, struct import_insn *, facts->program->function_count);
    uint32_t programs = 0;
    struct import_program *recorded;
    while ((recorded = import_read_program(&reader))) {
        if (!read_program(s, facts, import, recorded, &programs)) {
            return false;
        }
    }
    if (programs != count_programs(facts->program)) {
        forget_shared(facts->program, import);
    }
    facts->imported = import;
    return reader.good;
}
