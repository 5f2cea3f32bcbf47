/* SPDX-License-Identifier: Apache-2.0 */
/* -print=facts: what is known of the registers an insn reads, beside the insn. */
#include <inttypes.h>
#include <stdlib.h>

#include "fact.h"

static const char *const kind_names[KIND_COUNT] = {
    [KIND_NONE] = "none",          [KIND_SCALAR] = "scalar", [KIND_CTX] = "ctx",
    [KIND_FRAME] = "fp",           [KIND_PACKET] = "pkt",    [KIND_PACKET_META] = "pkt_meta",
    [KIND_PACKET_END] = "pkt_end", [KIND_MAP] = "map_ptr",   [KIND_MAP_VALUE] = "map_value",
    [KIND_DATA] = "data",          [KIND_FUNC] = "func",     [KIND_MEMORY] = "mem",
    [KIND_LOST] = "lost",          [KIND_STALE] = "stale",
};

/* What the unsigned range does not say by itself. */
static void print_rest(FILE *out, const struct scalar *num) {
    struct scalar implied = scalar_range(num->umin, num->umax);
    if (num->smin > implied.smin || num->smax < implied.smax) {
        fprintf(out, " s[%" PRId64 ",%" PRId64 "]", num->smin, num->smax);
    }
    if (num->umin32 > implied.umin32 || num->umax32 < implied.umax32) {
        fprintf(out, " w[%" PRIu32 ",%" PRIu32 "]", num->umin32, num->umax32);
    }
    if (implied.bits.mask & ~num->bits.mask) {
        fprintf(out, " bits(0x%" PRIx64 ";0x%" PRIx64 ")", num->bits.value, num->bits.mask);
    }
}

static void print_number(FILE *out, const struct scalar *num) {
    if (scalar_is_constant(num)) {
        fprintf(out, "=%" PRIu64, num->umin);
        return;
    }
    if (num->umin || num->umax != UINT64_MAX) {
        fprintf(out, "[%" PRIu64 ",%" PRIu64 "]", num->umin, num->umax);
    }
    print_rest(out, num);
}

static void print_offset(FILE *out, const struct fact *fact) {
    if (fact_is_exact(fact)) {
        fprintf(out, "%+" PRId64, fact->num.smin);
    } else if (fact_is_bounded(fact)) {
        fprintf(out, "+[%" PRId64 ",%" PRId64 "]", fact->num.smin, fact->num.smax);
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
    if (fact->kind == KIND_SCALAR) {
        print_number(out, &fact->num);
        fputs(fact->undefined ? " undefined" : "", out);
    } else if (fact_is_pointer(fact)) {
        print_object(out, program, fact);
        print_offset(out, fact);
        fputs(fact->maybe_null ? " or null" : "", out);
    }
}

char *fact_text(struct session *s, const struct program *program, const struct fact *fact) {
    char *text = NULL;
    size_t size_bytes;
    FILE *out = open_memstream(&text, &size_bytes);
    if (!out) {
        unreachable("out of memory");
    }
    print_fact(out, program, fact);
    fclose(out);
    char *copy = arena_strdup(&s->arena, text);
    free(text);
    return copy;
}

/* How many bytes behind a pointer are known to be there, of packets and raw memory. */
static int64_t known_bytes(const struct facts_state *state, const struct fact *fact) {
    int64_t proven = 0;
    if (fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_META) {
        proven = fact->kind == KIND_PACKET ? state->packet_bytes : state->meta_bytes;
    } else if (fact->kind == KIND_MEMORY && fact->object == OBJECT_RAW) {
        proven = state->raw_bytes < PACKET_MAX_BYTES ? (int64_t)state->raw_bytes : PACKET_MAX_BYTES;
    }
    int64_t of_object = fact_is_bounded(fact) ? proven - fact->num.smax : 0;
    int64_t of_class = fact->range ? (int64_t)fact->range - 1 - fact->delta : 0;
    return of_object > of_class ? of_object : of_class;
}

static bool print_insn(void *out, const struct facts_cursor *cursor, const struct prog_insn *insn) {
    const struct program *program = cursor->facts->program;
    fprintf(out, "%6" PRIu32 ": ", insn->slot);
    insn_print(out, &insn->insn);
    uint16_t reads = cfg_reads(cursor->facts->cfg, insn);
    const char *separator = " ; ";
    for (int r = 0; r < REG_COUNT; r++) {
        if (reads & 1u << r) {
            fprintf(out, "%sr%d=", separator, r);
            print_fact(out, program, &cursor->state->regs[r]);
            int64_t bytes = known_bytes(cursor->state, &cursor->state->regs[r]);
            if (bytes > 0) {
                fprintf(out, "(r=%" PRId64 ")", bytes);
            }
            separator = " ";
        }
    }
    fputc('\n', out);
    return true;
}

void facts_print(void *file, struct session *s, const struct facts *facts) {
    for (uint32_t f = 0; f < facts->program->function_count; f++) {
        fprintf(file, "function %s frame %" PRIu32 " result ", facts->program->functions[f].name,
                facts->functions[f].frame_bytes);
        print_fact(file, facts->program, &facts->functions[f].result);
        fputc('\n', file);
        facts_walk(s, facts, f, print_insn, file);
    }
}
