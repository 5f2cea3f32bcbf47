/* SPDX-License-Identifier: Apache-2.0 */
/* The native sides: instructions, and the BPF insn that each was made for. */
#include <string.h>

#include "parts.h"

void totals_add(struct totals *totals, const struct native_insn *insn) {
    totals->insns++;
    totals->bytes += insn->bytes;
#define TOTAL(member, what, title, help) totals->member += (insn->does & (what)) != 0;
#include "compare/totals.def"
}

void totals_sum(struct totals *totals, const struct totals *more) {
    totals->insns += more->insns;
    totals->bytes += more->bytes;
#define TOTAL(member, what, title, help) totals->member += more->member;
#include "compare/totals.def"
}

static void count(struct comparison *c, enum native_side side) {
    for (size_t i = 0; i < c->code[side].count; i++) {
        const struct native_insn *insn = &c->code[side].data[i];
        totals_add(&c->totals[side], insn);
        if (insn->insn >= 0) {
            totals_add(&c->insns[insn->insn].totals[side], insn);
        }
    }
}

/* Targets inside of the code as offsets; others stay addresses. */
static void show_from(struct native_code *code, size_t first, uint64_t address, uint32_t offset) {
    for (size_t i = first; i < code->count; i++) {
        code->data[i].offset = (uint32_t)(code->data[i].address - address) + offset;
    }
}

/* The insn of the last line at or before an address, within a function that begins at `start`. */
static int32_t insn_at(const struct jit_program *program, uint64_t start, uint64_t address) {
    size_t low = 0, high = program->line_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (program->lines[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low && program->lines[low - 1].address >= start;
    return found ? (int32_t)program->lines[low - 1].insn : -1;
}

bool read_kernel_code(struct session *s, struct comparison *c) {
    const struct jit_program *program = c->jit;
    struct native_code *code = &c->code[SIDE_KERNEL];
    struct native_reader *reader = native_open(s, c->row, SIDE_KERNEL);
    if (!reader) {
        return false;
    }
    uint32_t offset = 0;
    for (size_t f = 0; program->image.count && f < program->length_count; f++) {
        size_t first = code->count;
        uint64_t start = program->addresses[f];
        native_read(reader, program->image.data + offset, program->lengths[f], start, code);
        for (size_t i = first; i < code->count; i++) {
            code->data[i].insn = insn_at(program, start, code->data[i].address);
        }
        show_from(code, first, start, offset);
        offset += (uint32_t)program->lengths[f];
    }
    native_close(reader);
    count(c, SIDE_KERNEL);
    return true;
}

static int32_t insn_of(const struct placing *placing, const struct own_row *row) {
    for (size_t i = 0; row && row->slot >= 0 && i < placing->count; i++) {
        const struct placed_function *function = &placing->functions[i];
        int64_t index = row->slot - function->slot;
        if (index >= 0 && index < function->count && strcmp(row->section, function->section) == 0) {
            return (int32_t)(index + function->insn);
        }
    }
    return -1;
}

/* A function that helpers call back has a uniform entry, which may hold all of it. */
static bool is_part(const struct placing *placing, const char *name) {
    for (size_t i = 0; i < placing->count; i++) {
        size_t length = strlen(placing->functions[i].name);
        if (strncmp(placing->functions[i].name, name, length) == 0 &&
            (!name[length] || strcmp(name + length, ".callback") == 0)) {
            return true;
        }
    }
    return false;
}

bool read_own_code(struct session *s, const struct own *own, const struct placing *placing,
                   struct comparison *c) {
    struct native_code *code = &c->code[SIDE_OWN];
    struct native_reader *reader = native_open(s, c->row, SIDE_OWN);
    if (!reader) {
        return false;
    }
    uint32_t offset = 0;
    for (size_t i = 0; i < own->range_count; i++) {
        const struct own_range *range = &own->ranges[i];
        size_t bytes = (size_t)(range->high - range->low), first = code->count;
        const uint8_t *data =
            is_part(placing, range->name) ? own_bytes(own, range->low, bytes) : NULL;
        if (!data) {
            continue;
        }
        native_read(reader, data, bytes, range->low, code);
        for (size_t k = first; k < code->count; k++) {
            code->data[k].insn = insn_of(placing, own_row_at(own, code->data[k].address));
        }
        show_from(code, first, range->low, offset);
        offset += (uint32_t)bytes;
    }
    native_close(reader);
    count(c, SIDE_OWN);
    return code->count ||
           fail(s, at_object(), "internal error: no code of %s in the translation", c->program);
}
