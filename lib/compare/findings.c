/* SPDX-License-Identifier: Apache-2.0 */
/* Known bugs and gaps of kernels' JITs, by name. */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"

enum { ERROR_NOT_SUPPORTED = 524 /* kernel: ENOTSUPP, which errno.h has not */ };

enum when { LOADED, REFUSED };

typedef bool insn_test(const struct insn *insn);

static bool signed_division(const struct insn *insn) {
    return insn->op == OP_SDIV || insn->op == OP_SMOD;
}

static bool sign_extension(const struct insn *insn) {
    return insn->op == OP_MOVSX;
}

static bool v4_only(const struct insn *insn) {
    return insn->op == OP_BSWAP || insn->op == OP_LDSX || (insn->op == OP_JA && insn->width == 32);
}

static bool local_call(const struct insn *insn) {
    return insn->op == OP_CALL && insn->src == CALL_LOCAL;
}

static bool division64(const struct insn *insn) {
    return insn->width == 64 && (insn->op == OP_DIV || insn->op == OP_MOD || signed_division(insn));
}

static bool atomic(const struct insn *insn) {
    return insn->op == OP_ATOMIC;
}

static bool negative_equality(const struct insn *insn) {
    return (insn->op == OP_JEQ || insn->op == OP_JNE) && insn->form == FORM_K &&
           insn->width == 64 && insn->imm < 0;
}

static bool any(const struct insn *insn) {
    return insn->op != OP_INVALID;
}

static const struct row {
    const char *name, *machine;
    insn_test *brings;
    enum when when;
    const char *native, *text;
} rows[] = {
#define FINDING(name, machine, insns, when, native, text)                                          \
    {name, machine, insns, when, native, text},
#include "compare/findings.def"
};

static bool holds(enum when when, const struct jit_program *program) {
    bool refused = program->error == ERROR_NOT_SUPPORTED ||
                   (!program->error && program->setting->jit_enable && !program->image.count);
    return when == REFUSED ? refused : program->image.count != 0;
}

void finding_add(struct session *s, struct comparison *c, const char *name, int64_t insn,
                 const char *text) {
    struct finding *all = ARENA_NEW_N(&s->arena, struct finding, c->finding_count + 1);
    if (c->finding_count) {
        memcpy(all, c->findings, c->finding_count * sizeof(*all));
    }
    all[c->finding_count++] = (struct finding){name, text, insn};
    c->findings = all;
}

/* True when the kernel made such a native instruction for the insn. */
static bool is_made_so(const struct comparison *c, size_t insn, const char *native) {
    const struct native_code *code = &c->code[SIDE_KERNEL];
    for (size_t i = 0; i < code->count && native; i++) {
        if (code->data[i].insn == (int32_t)insn && fnmatch(native, code->data[i].text, 0) == 0) {
            return true;
        }
    }
    return !native;
}

static bool brings(const struct row *row, const struct comparison *c, size_t insn) {
    return !c->insns[insn].is_second && row->brings(&c->insns[insn].insn) &&
           is_made_so(c, insn, row->native);
}

/* "arm" is not "armeb". */
static bool is_machine(const char *start, const char *target) {
    return strncmp(start, target, strlen(start)) == 0;
}

static void find_refusal(struct session *s, struct comparison *c) {
    const struct jit_program *program = c->jit;
    if (program->error == ERROR_NOT_SUPPORTED) {
        finding_add(s, c, "refused", -1,
                    "the kernel refuses the program with its JIT on (errno 524)");
    } else if (program->error) {
        finding_add(s, c, "not-loaded", -1,
                    arena_printf(&s->arena, "the kernel did not load the program: %s",
                                 strerror((int)program->error)));
    } else if (!program->image.count) {
        finding_add(s, c, program->setting->jit_enable ? "interpreted" : "jit-off", -1,
                    program->setting->jit_enable
                        ? "the kernel interprets the program with its JIT on"
                        : "recorded with the JIT off");
    }
}

void findings_find(struct session *s, struct comparison *c) {
    find_refusal(s, c);
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
        if (!is_machine(rows[r].machine, c->jit->setting->target) || !holds(rows[r].when, c->jit)) {
            continue;
        }
        for (size_t i = 0; i < c->insn_count; i++) {
            if (brings(&rows[r], c, i)) {
                finding_add(s, c, rows[r].name, (int64_t)i, rows[r].text);
                break;
            }
        }
    }
}
