/* SPDX-License-Identifier: Apache-2.0 */
/* -print=facts: what is known of the registers an insn reads, beside the insn. */
#include <inttypes.h>

#include "fact.h"

static const char *const kind_names[KIND_COUNT] = {
    [KIND_NONE] = "none",          [KIND_SCALAR] = "scalar", [KIND_CTX] = "ctx",
    [KIND_FRAME] = "fp",           [KIND_PACKET] = "pkt",    [KIND_PACKET_META] = "pkt_meta",
    [KIND_PACKET_END] = "pkt_end", [KIND_MAP] = "map_ptr",   [KIND_MAP_VALUE] = "map_value",
    [KIND_DATA] = "data",          [KIND_FUNC] = "func",     [KIND_MEMORY] = "mem",
    [KIND_LOST] = "lost",
};

static void print_offset(FILE *out, const struct fact *fact) {
    if (fact->off_min == fact->off_max) {
        fprintf(out, "%+" PRId64, fact->off_min);
    } else if (fact_is_bounded(fact)) {
        fprintf(out, "+[%" PRId64 ",%" PRId64 "]", fact->off_min, fact->off_max);
    } else {
        fputs("+unbounded", out);
    }
}

static void print_object(FILE *out, const struct program *program, const struct fact *fact) {
    if (fact->object == OBJECT_UNKNOWN) {
        return;
    }
    if (fact->kind == KIND_MAP || fact->kind == KIND_MAP_VALUE) {
        fprintf(out, "(%s)", program->maps[fact->object].name);
    } else if (fact->kind == KIND_DATA) {
        fprintf(out, "(%s)", program->data[fact->object].name);
    } else if (fact->kind == KIND_FUNC) {
        fprintf(out, "(%s)", program->functions[fact->object].name);
    }
}

static void print_fact(FILE *out, const struct program *program, const struct fact *fact) {
    fputs(kind_names[fact->kind], out);
    if (fact_is_constant(fact)) {
        fprintf(out, "=%" PRIu64, fact->umin);
    } else if (fact->kind == KIND_SCALAR && (fact->umin || fact->umax != UINT64_MAX)) {
        fprintf(out, "[%" PRIu64 ",%" PRIu64 "]", fact->umin, fact->umax);
    } else if (fact_is_pointer(fact)) {
        print_object(out, program, fact);
        print_offset(out, fact);
        fputs(fact->maybe_null ? " or null" : "", out);
    }
}

static void print_insn(FILE *out, const struct facts_cursor *cursor, const struct prog_insn *insn) {
    const struct program *program = cursor->facts->program;
    fprintf(out, "%6" PRIu32 ": ", insn->slot);
    insn_print(out, &insn->insn);
    uint16_t reads = cfg_reads(cursor->facts->cfg, insn);
    const char *separator = " ; ";
    for (int r = 0; r < REG_COUNT; r++) {
        if (reads & 1u << r) {
            fprintf(out, "%sr%d=", separator, r);
            print_fact(out, program, &cursor->state->regs[r]);
            separator = " ";
        }
    }
    fputc('\n', out);
}

void facts_print(void *file, struct session *s, const struct facts *facts) {
    for (uint32_t f = 0; f < facts->program->function_count; f++) {
        const struct function *function = &facts->program->functions[f];
        const struct function_cfg *cfg = &facts->cfg->functions[f];
        fprintf(file, "function %s frame %" PRIu32 " result ", function->name,
                facts->functions[f].frame_bytes);
        print_fact(file, facts->program, &facts->functions[f].result);
        fputc('\n', file);
        struct facts_cursor cursor;
        facts_open(s, facts, f, &cursor);
        for (uint32_t b = 0; b < cfg->block_count; b++) {
            if (cfg->blocks[b].order == BLOCK_NONE || !facts_enter(&cursor, b)) {
                continue;
            }
            for (uint32_t i = cfg->blocks[b].first; i < cfg->blocks[b].end; i++) {
                print_insn(file, &cursor, &function->insns[i]);
                facts_step(&cursor, &function->insns[i]);
            }
        }
    }
}
