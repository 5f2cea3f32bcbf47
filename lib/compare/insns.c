/* SPDX-License-Identifier: Apache-2.0 */
/* The BPF side: insns as they were loaded, where they come from in the object and in C. */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

const struct symbol *find_function(const struct object *object, const char *name) {
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->type == STT_FUNC && symbol->section < object->section_count &&
            strcmp(symbol->name, name) == 0) {
            return symbol;
        }
    }
    return NULL;
}

static bool is_stem(const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t length = strlen(name);
    return strncmp(base, name, length) == 0 && (base[length] == '.' || !base[length]);
}

bool belongs(const struct object *object, const char *path, const struct jit_program *program) {
    const char *entry = program->functions[0].name;
    bool named = *program->object
                     ? is_stem(path, program->object)
                     : is_stem(path, program->name) || strcmp(program->name, entry) == 0;
    return named && find_function(object, entry);
}

bool place_functions(struct session *s, const struct object *object,
                     const struct jit_program *program, struct placing *placing) {
    size_t insns = program->insns.count / INSN_BYTES;
    placing->count = program->function_count;
    placing->functions = ARENA_NEW_N(&s->arena, struct placed_function, placing->count);
    for (size_t i = 0; i < placing->count; i++) {
        const struct jit_function *function = &program->functions[i];
        const struct symbol *symbol = find_function(object, function->name);
        if (!symbol) {
            return fail(s, at_object(),
                        "has no function %s, which program %s was recorded with; record this "
                        "object again",
                        function->name, program->name);
        }
        size_t end = i + 1 < placing->count ? program->functions[i + 1].insn : insns;
        placing->functions[i] = (struct placed_function){
            .name = function->name,
            .section = object->sections[symbol->section].name,
            .slot = (uint32_t)(symbol->value / INSN_BYTES),
            .insn = function->insn,
            .count = (uint32_t)(end - function->insn),
        };
    }
    return true;
}

/* What relocations leave alone: opcode, registers where they are no kind, offsets. */
static bool check_same(struct session *s, const struct object *object,
                       const struct placed_function *function, const struct jit_program *program) {
    const struct symbol *symbol = find_function(object, function->name);
    const struct section *section = &object->sections[symbol->section];
    for (uint32_t i = 0; i < function->count; i++) {
        size_t at = (size_t)(function->slot + i) * INSN_BYTES;
        const uint8_t *loaded = program->insns.data + (size_t)(function->insn + i) * INSN_BYTES;
        if (at + INSN_BYTES > section->size_bytes || section->data[at] != *loaded) {
            return fail(s, at_insn(function->section, function->slot + i),
                        "is not what program %s was recorded with; record this object again",
                        program->name);
        }
    }
    return true;
}

static char *print_insn(struct session *s, const struct insn *insn) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out) {
        unreachable("out of memory");
    }
    insn_print(out, insn);
    fclose(out);
    char *copy = arena_strdup(&s->arena, text);
    free(text);
    return copy;
}

/* The record of .BTF.ext that holds at a slot. */
static const struct line_info *find_line(const struct object *object, const char *section,
                                         uint32_t slot) {
    const struct line_info *found = NULL;
    for (size_t i = 0; i < object->line_count; i++) {
        const struct line_info *line = &object->lines[i];
        if (strcmp(line->section, section) == 0 && line->offset <= slot * INSN_BYTES) {
            found = line;
        }
    }
    return found;
}

static void read_insn(struct session *s, const struct object *object, struct comparison *c,
                      const struct placed_function *function, uint32_t index) {
    struct compare_insn *to = &c->insns[index];
    const struct line_info *line =
        find_line(object, function->section, function->slot + (index - function->insn));
    to->text = print_insn(s, &to->insn);
    if (line) {
        to->file = line->file;
        to->line = line->line;
        to->source = line->text;
    }
    bool calls = to->insn.op == OP_CALL && to->insn.src == CALL_LOCAL;
    if (insn_is_jump(&to->insn)) {
        to->target = index + to->insn.slots + insn_jump_offset(&to->insn);
    } else if (calls) {
        to->target = (int64_t)index + 1 + to->insn.imm;
    }
    if (to->target < 0 || to->target >= (int64_t)c->insn_count) {
        to->target = -1;
    }
}

static void find_blocks(struct comparison *c) {
    for (size_t i = 0; i < c->insn_count; i++) {
        const struct compare_insn *insn = &c->insns[i];
        bool ends = insn_is_jump(&insn->insn) || insn->insn.op == OP_EXIT;
        if (ends && i + 1 < c->insn_count) {
            c->insns[i + 1].starts_block = true;
        }
        if (insn->target >= 0) {
            c->insns[insn->target].starts_block = true;
        }
    }
}

bool read_insns(struct session *s, const struct object *object, const struct placing *placing,
                struct comparison *c) {
    const struct bytes *code = &c->jit->insns;
    c->insn_count = code->count / INSN_BYTES;
    c->insns = ARENA_NEW_N(&s->arena, struct compare_insn, c->insn_count);
    for (uint32_t f = 0; f < placing->count; f++) {
        const struct placed_function *function = &placing->functions[f];
        if (!check_same(s, object, function, c->jit)) {
            return false;
        }
        c->insns[function->insn].starts_block = true;
        for (uint32_t i = function->insn; i < function->insn + function->count;) {
            struct compare_insn *to = &c->insns[i];
            to->target = -1;
            to->function = f;
            insn_decode(code->data, i, c->insn_count, object->big_endian, &to->insn);
            read_insn(s, object, c, function, i);
            bool wide = to->insn.slots == 2 && i + 1 < c->insn_count;
            if (wide) {
                to[1] = (struct compare_insn){.target = -1, .function = f, .is_second = true};
            }
            i += wide ? 2 : 1;
        }
    }
    find_blocks(c);
    return true;
}
