/* SPDX-License-Identifier: Apache-2.0 */
/* Charts as inline SVG. Lengths across are per cent, so that a chart is as wide as the page lets it
 * be while its text keeps its size. */
#include <string.h>

#include "html.h"

/* Pixels down, per cent across. A number is at most LABEL wide on a phone. */
enum { BAR_ROW = 34, BAR_HEIGHT = 9, RATIO_ROW = 22, BAR_LEFT = 34, LABEL = 10 };

static double larger(double a, double b) {
    return a > b ? a : b;
}

/* Where it begins and how high it is says the style sheet. */
static void bar(FILE *out, const char *class, double per_cent, int y) {
    fprintf(out, "<rect class=%s y=%d width=\"%.2f%%\"/>", class, y, per_cent);
}

void html_bars(FILE *out, const struct comparison *c) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    fprintf(out, "<svg role=img height=%zu aria-label=\"", count * BAR_ROW);
    html_text(out, c->label);
    fputs(": bars of the figures in the table\">\n", out);
    for (size_t i = 0; i < count; i++) {
        const struct figure *f = &figures[i];
        double most = larger(f->known[0] ? f->value[0] : 0, f->known[1] ? f->value[1] : 0);
        int y = (int)i * BAR_ROW + 4;
        fprintf(out, "<text y=%d>%s</text>", y + 14, f->title);
        for (int side = 0; side < SIDES; side++) {
            double per_cent = f->known[side] && most > 0 ? f->value[side] / most * 48 : 0;
            int top = y + side * (BAR_HEIGHT + 2);
            bar(out, side == SIDE_KERNEL ? "k" : "o", per_cent, top);
            fprintf(out, "<text class=v x=%.2f%% y=%d>", BAR_LEFT + per_cent, top + 9);
            fprintf(out, f->known[side] ? "%.*f</text>" : "-</text>", (int)digits_of(f),
                    f->value[side]);
        }
        fputc('\n', out);
    }
    fputs("</svg>\n", out);
}

static bool find_ratio(const struct comparison *c, const char *title, double *ratio) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(figures[i].title, title) == 0) {
            *ratio = ratio_of(&figures[i]);
            return *ratio > 0;
        }
    }
    return false;
}

/* Behind the bar, but not on the line at 1. */
static double label_place(double ratio, double scale) {
    return ratio < 1 && ratio * scale + LABEL > scale ? scale : ratio * scale;
}

static void ratio_bar(FILE *out, const struct comparison *c, const char *title, size_t index, int y,
                      double scale) {
    double ratio = 0;
    fputs("<a href=#", out);
    html_id(out, index);
    fprintf(out, "><text y=%d>", y + 13);
    html_text(out, c->label);
    fputs("</text></a>", out);
    if (find_ratio(c, title, &ratio)) {
        bar(out, ratio <= 1 ? "o" : "k", ratio * scale, y + 3);
        fprintf(out, "<text class=v x=%.2f%% y=%d>%.2f</text>\n",
                BAR_LEFT + label_place(ratio, scale), y + 13, ratio);
    } else {
        const char *why = c->finding_count          ? c->findings[0].name
                          : c->not_run[SIDE_KERNEL] ? "not run"
                                                    : "not known";
        fprintf(out, "<text class=none x=%d%% y=%d>%s</text>\n", BAR_LEFT, y + 13, why);
    }
}

void html_ratios(FILE *out, const struct comparisons *all, const struct target_row *row,
                 const char *title) {
    double most = 1.1, ratio;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i].row == row) {
            count++;
            most = find_ratio(&all->data[i], title, &ratio) ? larger(most, ratio) : most;
        }
    }
    double scale = 54 / most;
    fprintf(out,
            "<svg class=ratios role=group height=%zu aria-label=\"%s on %s, bpf-aot by kernel\">\n",
            count * RATIO_ROW + 4, title, row->name);
    fprintf(out, "<line class=\"axis\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"%zu\"/>\n",
            BAR_LEFT + scale, BAR_LEFT + scale, count * RATIO_ROW);
    int y = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i].row == row) {
            ratio_bar(out, &all->data[i], title, i, y, scale);
            y += RATIO_ROW;
        }
    }
    fputs("</svg>\n", out);
}
