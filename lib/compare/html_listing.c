/* SPDX-License-Identifier: Apache-2.0 */
/* A row an insn: BPF, the kernel's code, ours; C lines between them. */
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
    fputs("<div>", out);
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *native = &code->data[i];
        if (native->insn == insn) {
            fprintf(out, "<div class=\"n %s\"><span>%x</span><span>",
                    side == SIDE_KERNEL ? "kn" : "on", native->offset);
            html_text(out, native->text);
            target(out, code, native->target);
            fputs("</span></div>", out);
        }
    }
    fputs("</div>", out);
}

/* How often the insn's instructions were executed, a run on average. */
static void times(FILE *out, const struct comparison *c, size_t index) {
    const struct executed *executed = c->executed;
    bool any = false;
    for (int side = 0; side < SIDES; side++) {
        any |= executed[side].known && executed[side].per_insn[index] > 0;
    }
    if (!any) {
        return;
    }
    fputs("<span class=\"times\" title=\"instructions executed in a run: kernel, bpf-aot\">", out);
    for (int side = 0; side < SIDES; side++) {
        if (executed[side].known) {
            fprintf(out, " <span class=\"%s\">%.4g</span>", side ? "own" : "kernel",
                    executed[side].per_insn[index]);
        }
    }
    fputs("</span>", out);
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
    fputs("<div class=\"src\">", out);
    html_text(out, base_name(insn->file));
    fprintf(out, ":%u&ensp;", insn->line);
    html_text(out, insn->source + strspn(insn->source, " \t"));
    fputs("</div>\n", out);
}

static void row(FILE *out, const struct comparison *c, size_t index, size_t i) {
    const struct compare_insn *insn = &c->insns[i];
    fprintf(out, "<div class=\"row%s\" data-i=\"%zu\"", insn->starts_block ? " block" : "", i);
    if (insn->file) {
        fputs(" data-l=\"", out);
        html_text(out, insn->file);
        fprintf(out, ":%u\"", insn->line);
    }
    fprintf(out, " id=\"c%zu-i%zu\"><div>", index, i);
    times(out, c, i);
    int64_t leads = insn->target >= 0 ? insn->target : (int64_t)i;
    fprintf(out, "<a class=\"insn\" href=\"#c%zu-i%" PRId64 "\">%zu: ", index, leads, i);
    html_text(out, insn->text);
    if (insn->target >= 0) {
        fprintf(out, " \u2192 %" PRId64, insn->target);
    }
    fputs("</a></div>", out);
    cell(out, c, SIDE_KERNEL, (int64_t)i);
    cell(out, c, SIDE_OWN, (int64_t)i);
    fputs("</div>\n", out);
}

void html_listing(FILE *out, const struct comparison *c, size_t index) {
    fputs("<div class=\"views\" hidden role=\"group\" aria-label=\"Order of the listing\">"
          "<button type=\"button\" data-view=\"rows\" aria-pressed=\"true\">by BPF insn</button>"
          "<button type=\"button\" data-view=\"columns\" aria-pressed=\"false\">by address</button>"
          "</div>\n<div class=\"code rows\"><div class=\"heads\"><span>BPF</span>"
          "<span class=\"kernel\">kernel</span><span class=\"own\">bpf-aot</span></div>\n"
          "<div class=\"row\" data-i=\"-1\"><div class=\"soft\">of no insn</div>",
          out);
    cell(out, c, SIDE_KERNEL, -1);
    cell(out, c, SIDE_OWN, -1);
    fputs("</div>\n", out);
    for (size_t i = 0; i < c->insn_count; i++) {
        if (c->insns[i].is_second) {
            continue;
        }
        if (has_new_line(c, i)) {
            source(out, &c->insns[i]);
        }
        row(out, c, index, i);
    }
    fputs("</div>\n", out);
}
