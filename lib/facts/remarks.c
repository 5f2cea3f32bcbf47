/* SPDX-License-Identifier: Apache-2.0 */
/* -remarks: per function, how much the facts have done for it, as text or one line of JSON. */
#include <inttypes.h>
#include <stdio.h>

#include "fact.h"

typedef uint32_t remark_fn(struct session *s, const struct facts *facts, uint32_t function);

static uint32_t remark_accesses_proven(struct session *s, const struct facts *facts,
                                       uint32_t function) {
    return facts->functions[function].accesses.proven;
}

static uint32_t remark_accesses_guarded(struct session *s, const struct facts *facts,
                                        uint32_t function) {
    return facts->functions[function].accesses.guarded;
}

static uint32_t remark_accesses_probed(struct session *s, const struct facts *facts,
                                       uint32_t function) {
    return facts->functions[function].accesses.probed;
}

/* A loop ends when each of its heads is passed a bounded number of times in a row. */
static uint32_t remark_loops_unbounded(struct session *s, const struct facts *facts,
                                       uint32_t function) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    const struct function_facts *own = &facts->functions[function];
    uint32_t count = 0;
    for (uint32_t b = 0; b < cfg->block_count && own->at_block; b++) {
        bool ends = own->ends && own->ends[b];
        count += own->at_block[b] && cfg->blocks[b].loop_head && !ends;
    }
    return count;
}

static bool fits_32_bits(const struct fact *fact) {
    return fact->kind == KIND_SCALAR && fact->num.umax <= UINT32_MAX;
}

static bool is_division(const struct insn *insn) {
    return insn->width == 64 &&
           (insn->op == OP_DIV || insn->op == OP_MOD || insn->op == OP_SDIV || insn->op == OP_SMOD);
}

static bool count_narrowed(void *count, const struct facts_cursor *cursor,
                           const struct prog_insn *insn) {
    const struct fact *dividend = &cursor->state->regs[insn->insn.dst];
    if (is_division(&insn->insn)) {
        struct fact divisor = transfer_operand(cursor->state, &insn->insn);
        *(uint32_t *)count += fits_32_bits(dividend) && fits_32_bits(&divisor);
    }
    return true;
}

/* 64-bit divisions whose operands both fit 32 bits: codegen divides in 32. */
static uint32_t remark_divisions_narrowed(struct session *s, const struct facts *facts,
                                          uint32_t function) {
    uint32_t count = 0;
    if (s->options->facts == BPF_AOT_FACTS_USE) {
        facts_walk(s, facts, function, count_narrowed, &count);
    }
    return count;
}

/* Registers that are a pointer where several ways meet, and stay one in the phi. Those without a
 * bound, which only 64-bit targets keep, are not counted. */
static uint32_t remark_pointers_kept(struct session *s, const struct facts *facts,
                                     uint32_t function) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    bool used = s->options->facts != BPF_AOT_FACTS_CHECK;
    struct facts_cursor cursor;
    uint32_t count = 0;
    facts_open(s, facts, function, &cursor);
    for (uint32_t b = 0; b < cfg->block_count && used; b++) {
        const struct block *block = &cfg->blocks[b];
        if (block->order == BLOCK_NONE || block->pred_count < 2 || !facts_enter(&cursor, b)) {
            continue;
        }
        for (unsigned r = 0; r < REG_FP; r++) {
            const struct fact *fact = &cursor.state->regs[r];
            count += (block->live_in >> r & 1) && fact_is_pointer(fact) && fact_is_bounded(fact);
        }
    }
    return count;
}

static const struct remark {
    const char *name, *text;
    remark_fn *count;
} remarks[] = {
#define REMARK(name, text) {#name, text, remark_##name},
#include "facts/remarks.def"
};

enum { REMARK_COUNT = sizeof(remarks) / sizeof(remarks[0]) };

static void print_text(FILE *out, struct session *s, const struct facts *facts) {
    for (uint32_t f = 0; f < facts->program->function_count; f++) {
        fprintf(out, "%s: remark: %s: ", s->object, facts->program->functions[f].name);
        for (size_t i = 0; i < REMARK_COUNT; i++) {
            fprintf(out, "%s%" PRIu32 " %s", i ? ", " : "", remarks[i].count(s, facts, f),
                    remarks[i].text);
        }
        fputc('\n', out);
    }
}

/* Names of files and symbols may hold anything. */
static void print_string(FILE *out, const char *text) {
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\' || *c < ' ') {
            fprintf(out, "\\u%04x", *c);
        } else {
            fputc(*c, out);
        }
    }
    fputc('"', out);
}

static void print_json(FILE *out, struct session *s, const struct facts *facts) {
    fputs("{\"object\":", out);
    print_string(out, s->object);
    fputs(",\"functions\":[", out);
    for (uint32_t f = 0; f < facts->program->function_count; f++) {
        fputs(f ? ",{\"name\":" : "{\"name\":", out);
        print_string(out, facts->program->functions[f].name);
        for (size_t i = 0; i < REMARK_COUNT; i++) {
            fprintf(out, ",\"%s\":%" PRIu32, remarks[i].name, remarks[i].count(s, facts, f));
        }
        fputc('}', out);
    }
    fputs("]}\n", out);
}

void facts_remarks(void *file, struct session *s, const struct facts *facts) {
    if (s->options->remarks == BPF_AOT_REMARKS_JSON) {
        print_json(file, s, facts);
    } else {
        print_text(file, s, facts);
    }
}
