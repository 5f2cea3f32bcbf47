/* SPDX-License-Identifier: Apache-2.0 */
/* -print=program: one insn a line, numbered by slot, with what its operand stands for. */
#include <inttypes.h>
#include <stdio.h>

#include "program/program.h"

static void print_ref(FILE *out, const struct program *program, const struct prog_insn *insn) {
    switch (insn->ref) {
    case REF_NONE:
        break;
    case REF_MAP:
        fprintf(out, " ; map %s", program->maps[insn->ref_index].name);
        break;
    case REF_DATA:
        fprintf(out, " ; %s+%" PRId64, program->data[insn->ref_index].name, insn->ref_offset);
        break;
    case REF_HELPER:
        fprintf(out, " ; helper %s", helper_row(insn->ref_index)->name);
        break;
    case REF_FUNCTION:
        fprintf(out, insn->insn.op == OP_CALL ? " ; function %s" : " ; address of function %s",
                program->functions[insn->ref_index].name);
        break;
    }
}

static void print_address(FILE *out, const struct program *program,
                          const struct program_address *address) {
    const char *name = address->ref == REF_FUNCTION ? program->functions[address->ref_index].name
                       : address->ref == REF_MAP    ? program->maps[address->ref_index].name
                                                    : program->data[address->ref_index].name;
    fprintf(out, "  %" PRIu64 ": %s", address->at, name);
    fprintf(out, address->ref == REF_DATA ? "%+" PRId64 "\n" : "\n", address->ref_offset);
}

static void print_map(FILE *out, const struct program *program, const struct program_map *map) {
    fprintf(out, "map %s: %s, key %u, value %u, max_entries %u, flags 0x%x, cpus %u, pinning %u\n",
            map->name, map->row->name, map->key_size, map->value_size, map->max_entries, map->flags,
            map->cpus, map->pinning);
    for (size_t i = 0; i < map->value_count; i++) {
        print_address(out, program, &map->values[i]);
    }
    if (map->inner) {
        print_map(out, program, map->inner);
    }
}

static void print_data(FILE *out, const struct program *program, const struct program_data *data) {
    fprintf(out, "data %s: %zu bytes, align %zu%s%s\n", data->name, data->size_bytes, data->align,
            data->read_only ? ", read-only" : "", data->bytes ? "" : ", zero");
    for (size_t i = 0; i < data->address_count; i++) {
        print_address(out, program, &data->addresses[i]);
    }
}

static void print_targets(FILE *out, const struct function *function) {
    fputs(" ; to", out);
    for (size_t i = 0; i < function->gotox_target_count; i++) {
        fprintf(out, " %" PRIu32, function->insns[function->gotox_targets[i]].slot);
    }
}

static void print_tag(FILE *out, const char *before, const uint8_t *tag) {
    fputs(before, out);
    for (int i = 0; i < TAG_BYTES; i++) {
        fprintf(out, "%02x", tag[i]);
    }
}

static void print_function(FILE *out, const struct program *program,
                           const struct function *function) {
    static const char *const kinds[] = {
        [FUNC_PROGRAM] = "program", [FUNC_GLOBAL] = "global", [FUNC_STATIC] = "static"};
    fprintf(out, "%s %s: section \"%s\"", kinds[function->kind], function->name, function->section);
    if (function->prog_type) {
        fprintf(out, ", type %s", function->prog_type);
    }
    fputs(function->address_taken ? ", address taken" : "", out);
    if (function->kind == FUNC_PROGRAM) {
        print_tag(out, ", tag ", function->tags[TAG_SHA1]);
        print_tag(out, " before Linux 6.18, ", function->tags[TAG_SHA256]);
        fputs(" since", out);
    }
    fputc('\n', out);
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        fprintf(out, "%6" PRIu32 ": ", insn->slot);
        insn_print(out, &insn->insn);
        if (insn_is_jump(&insn->insn)) {
            fprintf(out, " ; to %" PRIu32, function->insns[insn->target].slot);
        }
        if (insn->insn.op == OP_GOTOX) {
            print_targets(out, function);
        }
        print_ref(out, program, insn);
        fputc('\n', out);
    }
}

void program_print(void *file, const struct program *program) {
    FILE *out = file;
    for (size_t i = 0; i < program->map_count; i++) {
        print_map(out, program, &program->maps[i]);
    }
    for (size_t i = 0; i < program->data_count; i++) {
        print_data(out, program, &program->data[i]);
    }
    for (size_t i = 0; i < program->function_count; i++) {
        print_function(out, program, &program->functions[i]);
    }
}
