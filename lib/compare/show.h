/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons as text for a terminal, as JSON and as an HTML page. */
#ifndef BPF_AOT_COMPARE_SHOW_H
#define BPF_AOT_COMPARE_SHOW_H

#include <stdio.h>

#include "compare/compare.h"

struct show {
    FILE *out;
    bool color;
    bool listing, totals, insns, blocks, summary; /* parts */
};

/* What both sides have of one program, in the order of totals.def. */
struct figure {
    const char *title, *help;
    double value[SIDES];
    bool known[SIDES];
};
enum { FIGURES_MAX = 16 };
/* Bytes, instructions, totals.def, and what was executed and estimated. Returns how many. */
size_t figures_of(const struct comparison *c, struct figure *figures);
/* How many to print behind the point. */
unsigned digits_of(const struct figure *figure);
/* Ours by the kernel's; 0: one of them is not known or zero. */
double ratio_of(const struct figure *figure);

/* Geometric means over the programs of a target: ours by the kernel's. 0: of none. */
struct means {
    const struct target_row *row;
    size_t programs, compared; /* all; those that the kernel has code of */
    double bytes, insns, executed;
};
/* Of every target in the order of its first comparison; returns how many. */
size_t means_of(struct session *s, const struct comparisons *all, struct means **means);

/* "fnv.o" of a path. */
const char *base_name(const char *path);
/* "Linux 6.1.0, JIT on" */
const char *kernel_name(struct session *s, const struct jit_setting *setting);

void show_text(struct session *s, const struct comparisons *all, const struct show *show);
void show_json(struct session *s, const struct comparisons *all, FILE *out);
void show_html(struct session *s, const struct comparisons *all, FILE *out);

#endif
