/* SPDX-License-Identifier: Apache-2.0 */
/* The listing and the tables of a terminal. */
#include <string.h>

#include "show.h"

enum { COLUMN_MAX = 44 };

static const char plain[] = "\033[0m", dim[] = "\033[2m", bold[] = "\033[1m", red[] = "\033[31m",
                  green[] = "\033[32m", cyan[] = "\033[36m";

static void style(const struct show *show, const char *code) {
    if (show->color) {
        fputs(code, show->out);
    }
}

/* In `width` columns, cut where it is longer. */
static void cell(const struct show *show, const char *code, const char *text, int width) {
    style(show, code);
    fprintf(show->out, "%-*.*s", width, width, text);
    style(show, plain);
}

static const char *native_text(struct session *s, const struct comparison *c, enum native_side side,
                               const struct native_insn *insn) {
    const struct native_code *code = &c->code[side];
    for (size_t i = 0; insn->target && i < code->count; i++) {
        if (code->data[i].address == insn->target) {
            return arena_printf(&s->arena, "%4x %s -> %x", insn->offset, insn->text,
                                code->data[i].offset);
        }
    }
    return arena_printf(&s->arena, "%4x %s", insn->offset, insn->text);
}

/* The next instruction of the side at or behind `at` that was made for the insn. */
static size_t next_of(const struct native_code *code, int64_t insn, size_t at) {
    while (at < code->count && code->data[at].insn != insn) {
        at++;
    }
    return at;
}

struct widths {
    int bpf, native[SIDES];
};

static struct widths measure(struct session *s, const struct comparison *c) {
    struct widths widths = {.bpf = 12, .native = {8, 8}};
    for (size_t i = 0; i < c->insn_count; i++) {
        int length = c->insns[i].text ? (int)strlen(c->insns[i].text) + 6 : 0;
        widths.bpf = length > widths.bpf ? length : widths.bpf;
    }
    for (int side = 0; side < SIDES; side++) {
        for (size_t i = 0; i < c->code[side].count; i++) {
            const char *text = native_text(s, c, side, &c->code[side].data[i]);
            int length = (int)strlen(text);
            widths.native[side] = length > widths.native[side] ? length : widths.native[side];
        }
        widths.native[side] = widths.native[side] > COLUMN_MAX ? COLUMN_MAX : widths.native[side];
    }
    widths.bpf = widths.bpf > COLUMN_MAX ? COLUMN_MAX : widths.bpf;
    return widths;
}

/* One insn: as many lines as the side with more instructions has. */
static void list_insn(struct session *s, const struct comparison *c, const struct show *show,
                      const struct widths *widths, int64_t index, const char *text) {
    size_t at[SIDES];
    for (int side = 0; side < SIDES; side++) {
        at[side] = next_of(&c->code[side], index, 0);
    }
    for (bool first = true;; first = false) {
        bool more = false;
        for (int side = 0; side < SIDES; side++) {
            more |= at[side] < c->code[side].count;
        }
        if (!more && (!first || index < 0)) {
            return;
        }
        cell(show, cyan, first ? text : "", widths->bpf);
        for (int side = 0; side < SIDES; side++) {
            const struct native_code *code = &c->code[side];
            bool here = at[side] < code->count;
            fputs(" | ", show->out);
            const char *native = here ? native_text(s, c, side, &code->data[at[side]]) : "";
            cell(show, "", native, side == SIDE_OWN ? (int)strlen(native) : widths->native[side]);
            at[side] = here ? next_of(code, index, at[side] + 1) : at[side];
        }
        fputc('\n', show->out);
    }
}

static void list_source(const struct comparison *c, const struct show *show, size_t index) {
    const struct compare_insn *insn = &c->insns[index];
    const struct compare_insn *before = index ? &c->insns[index - 1] : NULL;
    if (before && before->is_second) {
        before--;
    }
    bool same = before && before->line == insn->line && before->file && insn->file &&
                strcmp(before->file, insn->file) == 0;
    if (insn->file && !same) {
        style(show, dim);
        const char *text = insn->source + strspn(insn->source, " \t");
        fprintf(show->out, "; %s:%u: %s", base_name(insn->file), insn->line, text);
        style(show, plain);
        fputc('\n', show->out);
    }
}

static void list(struct session *s, const struct comparison *c, const struct show *show) {
    struct widths widths = measure(s, c);
    cell(show, bold, "BPF", widths.bpf);
    fputs(" | ", show->out);
    cell(show, bold, "kernel", widths.native[SIDE_KERNEL]);
    fputs(" | ", show->out);
    style(show, bold);
    fputs("bpf-aot", show->out);
    style(show, plain);
    fputc('\n', show->out);
    list_insn(s, c, show, &widths, -1, "(of no insn)");
    for (size_t i = 0; i < c->insn_count; i++) {
        if (!c->insns[i].is_second) {
            list_source(c, show, i);
            list_insn(s, c, show, &widths, (int64_t)i,
                      arena_printf(&s->arena, "%4zu: %s", i, c->insns[i].text));
        }
    }
    fputc('\n', show->out);
}

static void value(const struct show *show, const struct figure *figure, enum native_side side) {
    if (figure->known[side]) {
        fprintf(show->out, " %11.*f", (int)digits_of(figure), figure->value[side]);
    } else {
        fprintf(show->out, " %11s", "-");
    }
}

static void ratio(const struct show *show, double number) {
    style(show, number == 0 ? "" : number <= 1 ? green : red);
    if (number > 0) {
        fprintf(show->out, " %7.2f", number);
    } else {
        fprintf(show->out, " %7s", "-");
    }
    style(show, plain);
}

static void show_figures(const struct comparison *c, const struct show *show) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    style(show, bold);
    fprintf(show->out, "%-18s %11s %11s %7s\n", "", "kernel", "bpf-aot", "ratio");
    style(show, plain);
    for (size_t i = 0; i < count; i++) {
        fprintf(show->out, "%-18s", figures[i].title);
        value(show, &figures[i], SIDE_KERNEL);
        value(show, &figures[i], SIDE_OWN);
        ratio(show, ratio_of(&figures[i]));
        fputc('\n', show->out);
    }
    fputc('\n', show->out);
}

static void per_head(const struct show *show, const char *what) {
    style(show, bold);
    fprintf(show->out, "%-30s %15s %15s", what, "bytes", "instructions");
#define TOTAL(member, does, title, help) fprintf(show->out, " %11s", title);
#include "compare/totals.def"
    style(show, plain);
    fputc('\n', show->out);
}

static void per_row(const struct show *show, const char *what, const struct totals *totals) {
    fprintf(show->out, "%-30.30s %7u/%7u %7u/%7u", what, totals[0].bytes, totals[1].bytes,
            totals[0].insns, totals[1].insns);
#define TOTAL(member, does, title, help)                                                           \
    fprintf(show->out, " %5u/%5u", totals[0].member, totals[1].member);
#include "compare/totals.def"
    fputc('\n', show->out);
}

/* Kernel/bpf-aot of every insn, or of every block summed up. */
static void show_per(struct session *s, const struct comparison *c, const struct show *show,
                     bool blocks) {
    per_head(show, blocks ? "block (kernel/bpf-aot)" : "insn (kernel/bpf-aot)");
    for (size_t i = 0; i < c->insn_count;) {
        struct totals sums[SIDES] = {{0}};
        size_t first = i;
        do {
            for (int side = 0; side < SIDES; side++) {
                totals_sum(&sums[side], &c->insns[i].totals[side]);
            }
            i++;
        } while (i < c->insn_count &&
                 (c->insns[i].is_second || (blocks && !c->insns[i].starts_block)));
        per_row(show, arena_printf(&s->arena, "%4zu: %s", first, c->insns[first].text), sums);
    }
    fputc('\n', show->out);
}

/* How many agree, and the first that does not. */
static void show_runs(struct session *s, const struct comparison *c, const struct show *show) {
    size_t agree = 0;
    const struct compare_run *first = NULL;
    for (size_t i = 0; i < c->run_count; i++) {
        agree += c->runs[i].differs == NULL;
        first = !first && c->runs[i].differs ? &c->runs[i] : first;
    }
    if (c->run_count) {
        fprintf(show->out, "%zu inputs, %zu with the same results\n", c->run_count, agree);
    }
    if (first) {
        style(show, red);
        fprintf(show->out, "first difference: %s", first->differs);
        style(show, plain);
        fputs("; input ", show->out);
        for (size_t i = 0; i < first->in.count; i++) {
            fprintf(show->out, "%02x", first->in.data[i]);
        }
        fputc('\n', show->out);
    }
}

static void show_findings(struct session *s, const struct comparison *c, const struct show *show) {
    for (size_t i = 0; i < c->finding_count; i++) {
        style(show, red);
        fprintf(show->out, "finding %s", c->findings[i].name);
        style(show, plain);
        if (c->findings[i].insn >= 0) {
            const struct compare_insn *insn = &c->insns[c->findings[i].insn];
            fprintf(show->out, " at insn %lld (%s)", (long long)c->findings[i].insn, insn->text);
        }
        fprintf(show->out, ": %s\n", c->findings[i].text);
    }
    for (int side = 0; side < SIDES; side++) {
        if (c->not_run[side]) {
            fprintf(show->out, "%s code was not run: %s\n",
                    side == SIDE_KERNEL ? "the kernel's" : "bpf-aot's", c->not_run[side]);
        }
    }
    show_runs(s, c, show);
}

static void show_one(struct session *s, const struct comparison *c, const struct show *show) {
    style(show, bold);
    fprintf(show->out, "%s: %s on %s", c->object, c->label, c->row->name);
    style(show, plain);
    fprintf(show->out, " (%s)\n", kernel_name(s, c->jit->setting));
    show_findings(s, c, show);
    fputc('\n', show->out);
    if (show->listing) {
        list(s, c, show);
    }
    if (show->insns) {
        show_per(s, c, show, false);
    }
    if (show->blocks) {
        show_per(s, c, show, true);
    }
    if (show->totals) {
        show_figures(c, show);
    }
}

static void summary_row(const struct comparison *c, const struct show *show) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    fprintf(show->out, "%-14s %-14.14s", c->row->name, c->label);
    for (size_t i = 0; i < count; i++) {
        if (i < 2 || strcmp(figures[i].title, "executed") == 0) {
            value(show, &figures[i], SIDE_KERNEL);
            value(show, &figures[i], SIDE_OWN);
            ratio(show, ratio_of(&figures[i]));
        }
    }
    for (size_t i = 0; i < c->finding_count; i++) {
        fprintf(show->out, "  %s", c->findings[i].name);
    }
    fputc('\n', show->out);
}

static bool was_run(const struct comparisons *all) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i].run_count) {
            return true;
        }
    }
    return false;
}

static void show_summary(struct session *s, const struct comparisons *all,
                         const struct show *show) {
    style(show, bold);
    fprintf(show->out, "%-14s %-14s %11s %11s %7s %11s %11s %7s", "target", "program", "bytes",
            "bpf-aot", "ratio", "instr.", "bpf-aot", "ratio");
    if (was_run(all)) {
        fprintf(show->out, " %11s %11s %7s", "executed", "bpf-aot", "ratio");
    }
    style(show, plain);
    fputc('\n', show->out);
    for (size_t i = 0; i < all->count; i++) {
        summary_row(&all->data[i], show);
    }
    struct means *means;
    size_t count = means_of(s, all, &means);
    fputs("\ngeometric means, bpf-aot by kernel\n", show->out);
    for (size_t i = 0; i < count; i++) {
        fprintf(show->out, "%-14s %zu of %zu programs: bytes", means[i].row->name,
                means[i].compared, means[i].programs);
        ratio(show, means[i].bytes);
        fputs(", instructions", show->out);
        ratio(show, means[i].insns);
        if (means[i].executed > 0) {
            fputs(", executed", show->out);
            ratio(show, means[i].executed);
        }
        fputc('\n', show->out);
    }
}

void show_text(struct session *s, const struct comparisons *all, const struct show *show) {
    bool each = show->listing || show->totals || show->insns || show->blocks;
    for (size_t i = 0; each && i < all->count; i++) {
        show_one(s, &all->data[i], show);
    }
    if (show->summary) {
        show_summary(s, all, show);
    }
}
