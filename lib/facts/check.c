/* SPDX-License-Identifier: Apache-2.0 */
/* Refuses accesses that can have no meaning in native code. Everything else is left to the
 * program: this version trusts that a verifier would accept it. */
#include <inttypes.h>

#include "fact.h"

struct checker {
    struct session *s;
    const struct facts *facts;
    const struct function *function;
    const struct facts_state *state;
};

static bool refuse(const struct checker *c, const struct prog_insn *insn, const char *what) {
    return fail(c->s, at_insn(c->function->section, insn->slot), "%s", what);
}

static bool check_context(const struct checker *c, const struct prog_insn *insn,
                          const struct fact *base) {
    const struct insn *i = &insn->insn;
    struct location where = at_insn(c->function->section, insn->slot);
    if (base->off_min != base->off_max) {
        return refuse(c, insn, "context access at a variable offset");
    }
    int64_t offset = base->off_min + i->off;
    if (i->op != OP_LDX) {
        return fail(c->s, where, "%s of the %s context at offset %" PRId64 " is not supported",
                    i->op == OP_LDSX ? "sign-extending load" : "store", c->function->prog_type,
                    offset);
    }
    if (!context_find(c->function->context, offset, i->width / 8u)) {
        return fail(c->s, where,
                    "%s context has no field of %u bytes at offset %" PRId64 " in contexts.def",
                    c->function->prog_type, i->width / 8u, offset);
    }
    return true;
}

static bool check_frame(const struct checker *c, const struct prog_insn *insn,
                        const struct fact *base) {
    int64_t low = base->off_min + insn->insn.off;
    int64_t high = base->off_max + insn->insn.off + insn->insn.width / 8;
    bool exact = base->off_min == base->off_max;
    if (!exact || (low >= -BPF_STACK_BYTES && high <= 0)) {
        return true;
    }
    return fail(c->s, at_insn(c->function->section, insn->slot),
                "stack access at r10%+" PRId64 " is outside the frame of %d bytes", low,
                BPF_STACK_BYTES);
}

static bool check_access(const struct checker *c, const struct prog_insn *insn, unsigned reg) {
    const struct fact *base = &c->state->regs[reg];
    switch (base->kind) {
    case KIND_CTX:
        return check_context(c, insn, base);
    case KIND_FRAME:
        return check_frame(c, insn, base);
    case KIND_MAP:
        return refuse(c, insn, "access through a map handle");
    case KIND_LOST:
        return refuse(c, insn,
                      "access through a register that may be the context or a map handle on some "
                      "path");
    default:
        return true;
    }
}

static bool check_store(const struct checker *c, const struct prog_insn *insn) {
    const struct fact *base = &c->state->regs[insn->insn.dst];
    if (insn->insn.op == OP_STX && base->kind != KIND_FRAME &&
        fact_is_handle(&c->state->regs[insn->insn.src])) {
        return refuse(c, insn, "store of the context or a map handle outside the own stack frame");
    }
    return check_access(c, insn, insn->insn.dst);
}

static bool check_argument(const struct checker *c, const struct prog_insn *insn,
                           const struct helper_row *row, int argument) {
    const struct fact *fact = &c->state->regs[argument + 1];
    bool good = true;
    const char *wanted = "";
    if (row->args[argument] == ARG_MAP) {
        good = fact->kind == KIND_MAP && fact->off_min == 0 && fact->off_max == 0;
        wanted = "a map";
    } else if (row->args[argument] == ARG_CTX) {
        good = fact->kind == KIND_CTX && fact->off_min == 0 && fact->off_max == 0;
        wanted = "the context";
    } else if (row->args[argument] == ARG_MEM) {
        good = !fact_is_handle(fact);
        wanted = "memory";
    }
    return good || fail(c->s, at_insn(c->function->section, insn->slot),
                        "r%d of helper %s is not %s", argument + 1, row->name, wanted);
}

static bool check_call(const struct checker *c, const struct prog_insn *insn) {
    if (insn->ref != REF_HELPER) {
        return true;
    }
    const struct helper_row *row = helper_row(insn->ref_index);
    for (int i = 0; i < 5 && row->args[i] != ARG_NONE; i++) {
        if (!check_argument(c, insn, row, i)) {
            return false;
        }
    }
    return true;
}

static bool check_insn(const struct checker *c, const struct prog_insn *insn) {
    switch (insn->insn.op) {
    case OP_LDX:
    case OP_LDSX:
        return check_access(c, insn, insn->insn.src);
    case OP_ST:
    case OP_STX:
        return check_store(c, insn);
    case OP_CALL:
        return check_call(c, insn);
    default:
        return true;
    }
}

bool facts_check_function(struct session *s, const struct facts *facts, uint32_t function) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    struct checker c = {.s = s, .facts = facts, .function = &facts->program->functions[function]};
    struct facts_cursor cursor;
    facts_open(s, facts, function, &cursor);
    c.state = cursor.state;
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        if (cfg->blocks[b].order == BLOCK_NONE || !facts_enter(&cursor, b)) {
            continue;
        }
        for (uint32_t i = cfg->blocks[b].first; i < cfg->blocks[b].end; i++) {
            if (!check_insn(&c, &c.function->insns[i])) {
                return false;
            }
            facts_step(&cursor, &c.function->insns[i]);
        }
    }
    return true;
}
