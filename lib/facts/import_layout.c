/* SPDX-License-Identifier: Apache-2.0 */
/* Which insn of the program an insn of the recorded code is. libbpf puts a program's subprograms
 * behind it; where, the calls say. The same walk finds out that the code is another program's. */
#include <string.h>
#include <strings.h>

#include "import.h"

struct layer {
    struct session *s;
    const struct program *program;
    const struct import_program *recorded;
    struct import_layout *layout;
    bool *placed;   /* by function */
    uint32_t *base; /* by function: the slot that it begins at */
    uint32_t *work; /* functions */
    uint32_t count;
};

static bool differs(const struct layer *l, const char *what) {
    return import_fail(l->s, l->recorded->line, what, l->recorded->name);
}

static bool place(struct layer *l, uint32_t function, uint32_t base) {
    if (l->placed[function]) {
        return l->base[function] == base || differs(l, "a call leads elsewhere in this object");
    }
    l->placed[function] = true;
    l->base[function] = base;
    l->work[l->count++] = function;
    return true;
}

/* Operands that a loader fills in may differ. */
static bool is_same(const struct prog_insn *own, const struct insn *recorded) {
    const struct insn *insn = &own->insn;
    if (insn->opcode != recorded->opcode || insn->dst != recorded->dst ||
        insn->off != recorded->off) {
        return false;
    }
    return own->ref != REF_NONE || (insn->src == recorded->src && insn->imm64 == recorded->imm64);
}

static bool place_insn(struct layer *l, uint32_t function, uint32_t index, uint32_t slot) {
    const struct prog_insn *own = &l->program->functions[function].insns[index];
    struct insn recorded;
    if (slot >= l->layout->count || l->layout->places[slot].at) {
        return differs(l, "the recorded code has another layout than this object's");
    }
    bool decoded =
        insn_decode(l->recorded->code, slot, l->layout->count, l->program->big_endian, &recorded);
    if (!decoded || !is_same(own, &recorded)) {
        return fail(l->s, at_insn(l->program->functions[function].section, own->slot),
                    "the facts of program '%s' (line %u of %s) were recorded for other code; "
                    "record them again from this object",
                    l->recorded->name, l->recorded->line, l->s->options->kernel_facts_name);
    }
    l->layout->places[slot] = (struct import_place){function, index, own};
    bool named = own->ref == REF_FUNCTION && insn_names_function(&recorded);
    return !named || place(l, own->ref_index, slot + (uint32_t)recorded.imm + 1);
}

static bool place_function(struct layer *l, uint32_t index) {
    const struct function *function = &l->program->functions[index];
    for (uint32_t i = 0; i < function->insn_count; i++) {
        uint32_t slot = l->base[index] + function->insns[i].slot - function->insns[0].slot;
        if (!place_insn(l, index, i, slot)) {
            return false;
        }
    }
    return true;
}

/* Every slot of the recorded code must be one of ours. */
static bool is_complete(const struct layer *l) {
    for (uint32_t i = 0; i < l->layout->count;) {
        const struct prog_insn *insn = l->layout->places[i].at;
        if (!insn) {
            return differs(l, "the recorded code has insns that this object does not have");
        }
        i += insn->insn.slots;
    }
    return true;
}

static uint32_t find_program(const struct program *program, const char *name) {
    for (uint32_t i = 0; i < program->function_count; i++) {
        if (program->functions[i].kind == FUNC_PROGRAM &&
            strcmp(program->functions[i].name, name) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

bool import_lay_out(struct session *s, const struct program *program,
                    const struct import_program *recorded, struct import_layout *layout) {
    struct arena *arena = &s->arena;
    struct layer layer = {
        .s = s,
        .program = program,
        .recorded = recorded,
        .layout = layout,
        .placed = arena_alloc(arena, program->function_count),
        .base = ARENA_NEW_N(arena, uint32_t, program->function_count),
        .work = ARENA_NEW_N(arena, uint32_t, program->function_count),
    };
    uint32_t function = find_program(program, recorded->name);
    if (function == UINT32_MAX) {
        /* With -prog, the others are not there. */
        layout->count = 0;
        return s->options->prog || differs(&layer, "the object has no such program");
    }
    if (strcasecmp(program->functions[function].prog_type, recorded->type) != 0) {
        return differs(&layer, "recorded as a program of another type");
    }
    layout->count = (uint32_t)(recorded->code_bytes / INSN_BYTES);
    layout->places = ARENA_NEW_N(arena, struct import_place, layout->count);
    bool good = place(&layer, function, 0);
    while (good && layer.count) {
        good = place_function(&layer, layer.work[--layer.count]);
    }
    return good && is_complete(&layer);
}
