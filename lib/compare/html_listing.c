/* SPDX-License-Identifier: Apache-2.0 */
/* A row an insn: BPF, the kernel's code, ours; C lines between them. Listings are most of the page:
 * end tags that HTML does not want are left out, and quotes that it does not need. */
#include <inttypes.h>
#include <string.h>

#include "html.h"

static void target(FILE *out, const struct native_code *code, uint64_t address) {
    for (size_t i = 0; address && i < code->count; i++) {
        if (code->data[i].address == address) {
            fprintf(out, " \u2192 %x", code->data[i].offset);
        }
    }
}

static void cell(FILE *out, const struct comparison *c, enum native_side side, int64_t insn) {
    const struct native_code *code = &c->code[side];
    fputs("<td>", out);
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *native = &code->data[i];
        if (native->insn == insn) {
            fprintf(out, "<p><i>%x</i>", native->offset);
            html_text(out, native->text);
            target(out, code, native->target);
        }
    }
}

/* How often the insn's instructions were executed, a run on average. */
static void times(FILE *out, const struct comparison *c, size_t index) {
    static const char tags[SIDES] = {[SIDE_KERNEL] = 'b', [SIDE_OWN] = 'i'};
    const struct executed *executed = c->executed;
    bool any = false;
    for (int side = 0; side < SIDES; side++) {
        any |= executed[side].known && executed[side].per_insn[index] > 0;
    }
    if (!any) {
        return;
    }
    fputs("<small>", out);
    for (int side = 0; side < SIDES; side++) {
        if (executed[side].known) {
            fprintf(out, "<%c>%.4g</%c>", tags[side], executed[side].per_insn[index], tags[side]);
        }
    }
    fputs("</small>", out);
}

static bool has_new_line(const struct comparison *c, size_t index) {
    const struct compare_insn *insn = &c->insns[index];
    size_t before = index ? index - 1 : 0;
    before -= before && c->insns[before].is_second;
    const struct compare_insn *last = &c->insns[before];
    return insn->file && (!index || !last->file || last->line != insn->line ||
                          strcmp(last->file, insn->file) != 0);
}

static void source(FILE *out, const struct compare_insn *insn) {
    fputs("<tr class=src><td colspan=3>", out);
    html_text(out, base_name(insn->file));
    fprintf(out, ":%u&ensp;", insn->line);
    html_text(out, insn->source + strspn(insn->source, " \t"));
    fputc('\n', out);
}

static void row(FILE *out, const struct comparison *c, size_t index, size_t i) {
    const struct compare_insn *insn = &c->insns[i];
    fprintf(out, "<tr%s id=c%zui%zu><td>", insn->starts_block ? " class=block" : "", index, i);
    times(out, c, i);
    int64_t leads = insn->target >= 0 ? insn->target : (int64_t)i;
    fprintf(out, "<a href=#c%zui%" PRId64 ">%zu: ", index, leads, i);
    html_text(out, insn->text);
    if (insn->target >= 0) {
        fprintf(out, " \u2192 %" PRId64, insn->target);
    }
    fputs("</a>", out);
    cell(out, c, SIDE_KERNEL, (int64_t)i);
    cell(out, c, SIDE_OWN, (int64_t)i);
    fputc('\n', out);
}

void html_listing(FILE *out, const struct comparison *c, size_t index) {
    bool ran = c->executed[SIDE_KERNEL].known || c->executed[SIDE_OWN].known;
    fprintf(out,
            "<div class=views hidden role=group aria-label=\"Order of the listing\">"
            "<button type=button data-view=rows aria-pressed=true>by BPF insn</button>"
            "<button type=button data-view=columns aria-pressed=false>by address</button>"
            "</div>\n<table class=code><thead><tr><th scope=col>BPF%s<th scope=col class=kernel>"
            "kernel<th scope=col class=own>bpf-aot<tbody>\n<tr><td class=soft>of no insn",
            ran ? " <small>executed in a run: <b>kernel</b> <i>bpf-aot</i></small>" : "");
    cell(out, c, SIDE_KERNEL, -1);
    cell(out, c, SIDE_OWN, -1);
    fputc('\n', out);
    for (size_t i = 0; i < c->insn_count; i++) {
        if (c->insns[i].is_second) {
            continue;
        }
        if (has_new_line(c, i)) {
            source(out, &c->insns[i]);
        }
        row(out, c, index, i);
    }
    fputs("</table>\n", out);
}
