/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted, as a list of rows that all kinds of output show. */
#include <math.h>
#include <string.h>

#include "show.h"

static void add_static(struct figure *figure, const char *title, const char *help,
                       const struct comparison *c, unsigned kernel, unsigned own) {
    *figure = (struct figure){
        .title = title,
        .help = help,
        .value = {[SIDE_KERNEL] = kernel, [SIDE_OWN] = own},
        .known = {[SIDE_KERNEL] = c->code[SIDE_KERNEL].count != 0, [SIDE_OWN] = true},
    };
}

static size_t add_executed(struct figure *figures, const struct comparison *c) {
    bool any = false, calls = false;
    figures[0] = (struct figure){.title = "executed"};
    figures[0].help = "instructions of the program executed in a run, on average";
    figures[1] = (struct figure){.title = "executed in calls"};
    figures[1].help = "instructions of helpers and library functions in a run, on average";
    for (int side = 0; side < SIDES; side++) {
        const struct executed *executed = &c->executed[side];
        figures[0].known[side] = figures[1].known[side] = executed->known;
        figures[0].value[side] = executed->own;
        figures[1].value[side] = executed->called;
        any |= executed->known;
        calls |= executed->called > 0;
    }
    return any ? 1 + calls : 0;
}

size_t figures_of(const struct comparison *c, struct figure *figures) {
    const struct totals *kernel = &c->totals[SIDE_KERNEL], *own = &c->totals[SIDE_OWN];
    size_t count = 0;
    add_static(&figures[count++], "bytes", "bytes of code", c, kernel->bytes, own->bytes);
    add_static(&figures[count++], "instructions", "native instructions", c, kernel->insns,
               own->insns);
#define TOTAL(member, what, title, help)                                                           \
    add_static(&figures[count++], title, help, c, kernel->member, own->member);
#include "compare/totals.def"
    count += add_executed(figures + count, c);
    if (c->mca_cpu) {
        figures[count] = (struct figure){.title = "cycles"};
        figures[count].help =
            "llvm-mca's estimate for all blocks, as often as they were executed or else once";
        for (int side = 0; side < SIDES; side++) {
            figures[count].value[side] = c->cycles[side];
            figures[count].known[side] = c->cycles[side] > 0;
        }
        count++;
    }
    return count;
}

unsigned digits_of(const struct figure *figure) {
    bool whole = true;
    for (int side = 0; side < SIDES; side++) {
        whole &= figure->value[side] == floor(figure->value[side]);
    }
    return whole ? 0 : 1;
}

double ratio_of(const struct figure *figure) {
    bool known = figure->known[SIDE_KERNEL] && figure->known[SIDE_OWN];
    return known && figure->value[SIDE_KERNEL] > 0
               ? figure->value[SIDE_OWN] / figure->value[SIDE_KERNEL]
               : 0;
}

static double mean_of(const struct comparisons *all, const struct target_row *row,
                      const char *title) {
    double logs = 0;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct figure figures[FIGURES_MAX];
        size_t figure_count = all->data[i].row == row ? figures_of(&all->data[i], figures) : 0;
        for (size_t f = 0; f < figure_count; f++) {
            double ratio = ratio_of(&figures[f]);
            if (strcmp(figures[f].title, title) == 0 && ratio > 0) {
                logs += log(ratio);
                count++;
            }
        }
    }
    return count ? exp(logs / (double)count) : 0;
}

size_t means_of(struct session *s, const struct comparisons *all, struct means **means) {
    size_t count = 0;
    *means = ARENA_NEW_N(&s->arena, struct means, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        const struct comparison *c = &all->data[i];
        size_t at = 0;
        while (at < count && (*means)[at].row != c->row) {
            at++;
        }
        count += at == count;
        (*means)[at].row = c->row;
        (*means)[at].programs++;
        (*means)[at].compared += c->code[SIDE_KERNEL].count != 0;
    }
    for (size_t i = 0; i < count; i++) {
        (*means)[i].bytes = mean_of(all, (*means)[i].row, "bytes");
        (*means)[i].insns = mean_of(all, (*means)[i].row, "instructions");
        (*means)[i].executed = mean_of(all, (*means)[i].row, "executed");
    }
    return count;
}

const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *kernel_name(struct session *s, const struct jit_setting *setting) {
    return arena_printf(&s->arena, "Linux %s, JIT %s%s", setting->release,
                        setting->jit_enable ? "on" : "off",
                        setting->jit_harden ? ", hardened" : "");
}
