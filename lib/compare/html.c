/* SPDX-License-Identifier: Apache-2.0 */
/* One page that needs no network: means, charts, a table of everything, then each program. */
#include "html.h"

#include <string.h>

static const char css[] = {
#include "page.css.inc"
    0};
static const char js[] = {
#include "page.js.inc"
    0};

void html_text(FILE *out, const char *text) {
    for (; *text; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

void html_id(FILE *out, size_t index) {
    fprintf(out, "c%zu", index);
}

static void number(FILE *out, const struct figure *figure, enum native_side side) {
    if (figure->known[side]) {
        fprintf(out, "<td>%.*f", (int)digits_of(figure), figure->value[side]);
    } else {
        fputs("<td>\u2013", out);
    }
}

static void ratio_cell(FILE *out, double ratio) {
    if (ratio > 0) {
        fprintf(out, "<td class=%s>%.2f", ratio <= 1 ? "good" : "bad", ratio);
    } else {
        fputs("<td>\u2013", out);
    }
}

static bool was_run(const struct comparisons *all) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->data[i].run_count) {
            return true;
        }
    }
    return false;
}

static void show_means(FILE *out, const struct means *means, size_t count, bool ran) {
    fputs("<h2 id=\"means\">By target</h2>\n<p>Geometric means over the programs, bpf-aot by "
          "kernel: below 1, bpf-aot needs less. Programs "
          "that the kernel has no code of do not count.</p>\n<div class=\"scroll\" tabindex=\"0\" "
          "role=\"region\" aria-label=\"Means by target\"><table><thead><tr>"
          "<th scope=\"col\">target</th><th scope=\"col\">programs</th>"
          "<th scope=\"col\">bytes</th>"
          "<th scope=\"col\">instructions</th>",
          out);
    fputs(ran ? "<th scope=\"col\">executed</th></tr></thead>\n" : "</tr></thead>\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<tr><th scope=row>%s<td>%zu of %zu", means[i].row->name, means[i].compared,
                means[i].programs);
        ratio_cell(out, means[i].bytes);
        ratio_cell(out, means[i].insns);
        if (ran) {
            ratio_cell(out, means[i].executed);
        }
        fputc('\n', out);
    }
    fputs("</table></div>\n", out);
}

static void show_charts(FILE *out, const struct comparisons *all, const struct means *means,
                        size_t count, bool ran) {
    const char *title = ran ? "executed" : "instructions";
    fprintf(out,
            "<h2 id=\"charts\">By program: %s</h2>\n<p>bpf-aot by kernel; the dashed line is "
            "1, where both are equal.</p>\n<div class=\"grid\">\n",
            ran ? "instructions executed" : "native instructions");
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<div class=\"card\"><h3>%s</h3>\n", means[i].row->name);
        html_ratios(out, all, means[i].row, title);
        fputs("</div>\n", out);
    }
    fputs("</div>\n", out);
}

static void table_row(FILE *out, const struct comparison *c, size_t index, bool ran) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    fputs("<tr><th scope=row><a href=#", out);
    html_id(out, index);
    fputs(">", out);
    html_text(out, c->label);
    fprintf(out, "</a><td>%s", c->row->name);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (i < 2 || strcmp(figures[i].title, "executed") == 0) {
            number(out, &figures[i], SIDE_KERNEL);
            number(out, &figures[i], SIDE_OWN);
            ratio_cell(out, ratio_of(&figures[i]));
            shown++;
        }
    }
    fputs(ran && shown == 2 ? "<td><td><td><td>" : "<td>", out);
    for (size_t i = 0; i < c->finding_count; i++) {
        fprintf(out, "%s<span class=bad>%s</span>", i ? ", " : "", c->findings[i].name);
    }
    fputc('\n', out);
}

static void show_table(FILE *out, const struct comparisons *all, bool ran) {
    static const char three[] = "<th scope=\"col\">kernel</th><th scope=\"col\">bpf-aot</th>"
                                "<th scope=\"col\">ratio</th>";
    fputs("<h2 id=\"all\">All programs</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"All programs\"><table><thead><tr><th scope=\"col\" rowspan=\"2\">program"
          "</th><th scope=\"col\" rowspan=\"2\">target</th><th scope=\"colgroup\" colspan=\"3\">"
          "bytes</th><th scope=\"colgroup\" colspan=\"3\">instructions</th>",
          out);
    fputs(ran ? "<th scope=\"colgroup\" colspan=\"3\">executed</th>" : "", out);
    fprintf(out, "<th scope=\"col\" rowspan=\"2\">findings</th></tr><tr>%s%s%s</tr></thead>\n",
            three, three, ran ? three : "");
    for (size_t i = 0; i < all->count; i++) {
        table_row(out, &all->data[i], i, ran);
    }
    fputs("</table></div>\n", out);
}

static void show_findings(FILE *out, const struct comparison *c) {
    if (!c->finding_count && !c->not_run[SIDE_KERNEL]) {
        return;
    }
    fputs("<ul class=\"findings\">\n", out);
    for (size_t i = 0; i < c->finding_count; i++) {
        fprintf(out, "<li><strong>%s</strong>", c->findings[i].name);
        if (c->findings[i].insn >= 0) {
            fputs(" at insn <code>", out);
            html_text(out, c->insns[c->findings[i].insn].text);
            fputs("</code>", out);
        }
        fputs(": ", out);
        html_text(out, c->findings[i].text);
        fputs("</li>\n", out);
    }
    if (c->not_run[SIDE_KERNEL]) {
        fputs("<li>The kernel\u2019s code was not run: ", out);
        html_text(out, c->not_run[SIDE_KERNEL]);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void show_figures(FILE *out, const struct comparison *c) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    fputs("<div class=grid><div class=scroll tabindex=0 role=region aria-label=Figures><table>"
          "<thead><tr><th scope=col>figure<th scope=col class=kernel>kernel"
          "<th scope=col class=own>bpf-aot<th scope=col>ratio<tbody>\n",
          out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<tr><th scope=row>%s", figures[i].title);
        number(out, &figures[i], SIDE_KERNEL);
        number(out, &figures[i], SIDE_OWN);
        ratio_cell(out, ratio_of(&figures[i]));
        fputc('\n', out);
    }
    fputs("</table></div><div class=card>\n", out);
    html_bars(out, c);
    fputs("</div></div>\n", out);
}

/* What each figure is, once for all programs. */
static void show_meanings(FILE *out, const struct comparisons *all) {
    const char *told[FIGURES_MAX];
    size_t told_count = 0;
    fputs("<h2 id=figures>Figures</h2>\n<dl>\n", out);
    for (size_t i = 0; i < all->count; i++) {
        struct figure figures[FIGURES_MAX];
        size_t count = figures_of(&all->data[i], figures);
        for (size_t k = 0; k < count; k++) {
            size_t at = 0;
            while (at < told_count && strcmp(told[at], figures[k].title) != 0) {
                at++;
            }
            if (at == told_count) {
                told[told_count++] = figures[k].title;
                fprintf(out, "<dt>%s<dd>%s\n", figures[k].title, figures[k].help);
            }
        }
    }
    fputs("</dl>\n", out);
}

static void show_program(struct session *s, FILE *out, const struct comparisons *all,
                         size_t index) {
    const struct comparison *c = &all->data[index];
    fputs("<details id=", out);
    html_id(out, index);
    fprintf(out, "%s><summary><h3>", all->count == 1 ? " open" : "");
    html_text(out, c->label);
    fprintf(out, " on %s</h3><span class=soft>", c->row->name);
    html_text(out, kernel_name(s, c->jit->setting));
    fputs("</span></summary><div class=body>\n", out);
    show_findings(out, c);
    show_figures(out, c);
    html_listing(out, c, index);
    fputs("</div></details>\n", out);
}

void show_html(struct session *s, const struct comparisons *all, FILE *out) {
    struct means *means;
    size_t count = means_of(s, all, &means);
    bool ran = was_run(all);
    fprintf(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>bpf-aot beside the kernel's JIT</title>\n"
        "<link rel=\"icon\" href=\"data:,\">\n<style>\n%s</style>\n</head>\n<body>\n"
        "<a class=\"skip\" href=\"#programs\">to the programs</a>\n<header>\n"
        "<h1>bpf-aot beside the kernel\u2019s JIT</h1>\n<p class=\"soft\">%zu comparison%s on %zu "
        "target%s. <span class=\"key kernel\">kernel</span> &ensp;"
        "<span class=\"key own\">bpf-aot</span></p>\n</header>\n<main>\n",
        css, all->count, all->count == 1 ? "" : "s", count, count == 1 ? "" : "s");
    if (all->count > 1) {
        show_means(out, means, count, ran);
        show_charts(out, all, means, count, ran);
        show_table(out, all, ran);
    }
    fputs("<h2 id=\"programs\">Programs</h2>\n", out);
    for (size_t i = 0; i < all->count; i++) {
        show_program(s, out, all, i);
    }
    show_meanings(out, all);
    fprintf(
        out,
        "</main>\n<footer><p>Made by bpf-aot-diff of bpf-aot %s. A row is a BPF insn; beside it "
        "stands what each side made of it. The kernel\u2019s line info lets the first insn "
        "begin with the prologue.</p></footer>\n<script>\n%s</script>\n</body>\n</html>\n",
        bpf_aot_version(), js);
}
