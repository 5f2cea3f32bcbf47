/* SPDX-License-Identifier: Apache-2.0 */
/* Refuses accesses that can have no meaning in native code. Everything else is left to the
 * program: this version trusts that a verifier would accept it. */
#include <inttypes.h>

#include "fact.h"

struct checker {
    struct session *s;
    const struct facts *facts;
    uint32_t own;
    const struct function *function;
    const struct facts_state *state;
};

static bool refuse(const struct checker *c, const struct prog_insn *insn, const char *what) {
    return fail(c->s, at_insn(c->function->section, insn->slot), "%s", what);
}

static bool check_context(const struct checker *c, const struct prog_insn *insn,
                          const struct fact *base) {
    if (!fact_is_exact(base)) {
        return refuse(c, insn, "context access at a variable offset");
    }
    return context_find(base, &insn->insn) ||
           refuse(c, insn, context_refusal(&c->s->arena, base, &insn->insn));
}

static bool check_frame(const struct checker *c, const struct prog_insn *insn,
                        const struct fact *base) {
    if (!fact_is_exact(base)) {
        return true;
    }
    int64_t low, size = insn->insn.width / 8;
    bool wraps = __builtin_add_overflow(base->num.smin, (int64_t)insn->insn.off, &low);
    if (!wraps && low >= -BPF_STACK_BYTES && low <= -size) {
        return true;
    }
    return fail(c->s, at_insn(c->function->section, insn->slot),
                "stack access at r10%+" PRId64 " is outside the frame of %d bytes", low,
                BPF_STACK_BYTES);
}

static bool refuse_stale(const struct checker *c, const struct prog_insn *insn,
                         const struct fact *base) {
    return refuse(c, insn,
                  base->object == OBJECT_ACQUIRED
                      ? "access through a pointer to what was released before"
                      : "access through a pointer into the packet from before a call that moved "
                        "it; load it from the context again");
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
    case KIND_FUNC:
        return refuse(c, insn, "access through a function pointer");
    case KIND_STALE:
        return refuse_stale(c, insn, base);
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

/* A map handle that comes out of a map of maps belongs to no object. */
static bool check_map_use(const struct checker *c, const struct prog_insn *insn,
                          const struct helper_row *row, uint32_t object) {
    if (object == OBJECT_UNKNOWN) {
        return true;
    }
    const struct program_map *map = &c->facts->program->maps[object];
    return map_allows_helper(map->type, row->id) ||
           fail(c->s, at_insn(c->function->section, insn->slot),
                "helper %s cannot use map '%s' of type %s", row->name, map->name, map->row->name);
}

static bool is_field(const struct checker *c, const struct fact *fact, enum map_field_kind kind) {
    const struct program_map *map =
        fact->kind == KIND_MAP_VALUE && fact_is_exact(fact) ? fact_map(c->facts, fact) : NULL;
    const struct map_value_field *field = map ? map_field_at(map, fact->num.smin, 1) : NULL;
    return field && field->kind == kind && field->offset == fact->num.smin;
}

/* kernel/bpf/verifier.c: process_timer_func. Two inner maps are one only if one lookup found them.
 */
static bool is_timer_of_map(const struct checker *c, const struct helper_row *row,
                            const struct fact *fact) {
    const struct fact *map = &c->state->regs[2];
    return row->args[1] != ARG_MAP || (map->kind == KIND_MAP && fact_same_map(map, fact));
}

/* kernel/bpf/verifier.c: process_spin_lock. A lock in a data section is a word of the program's
 * own: what it makes of it harms nobody else. */
static bool is_lock(const struct checker *c, const struct fact *fact) {
    bool is_data = fact->kind == KIND_DATA && fact_is_exact(fact) && fact->object != OBJECT_UNKNOWN;
    if (is_data) {
        return fact->num.smin % 4 == 0 && !c->facts->program->data[fact->object].read_only;
    }
    return is_field(c, fact, MAP_FIELD_LOCK);
}

/* Updates of per-CPU maps overwrite values as a whole, pointers in them, too. */
static bool is_kptr(const struct checker *c, const struct fact *fact) {
    return is_field(c, fact, MAP_FIELD_KPTR) && fact_map(c->facts, fact)->cpus == 1;
}

/* The set of contexts that may get here. */
static bool check_helper_use(const struct checker *c, const struct prog_insn *insn,
                             const struct helper_row *row, uint32_t contexts) {
    return helper_allows_contexts(row->id, contexts) ||
           fail(c->s, at_insn(c->function->section, insn->slot),
                "helper %s is not for this program type (helper_use.def)", row->name);
}

/* A raw program has no context: what it tail calls gets its r1, whatever that is. */
static bool may_pass_number(const struct checker *c, const struct helper_row *row) {
    return row->effect == EFFECT_TAIL_CALL && c->function->kind == FUNC_PROGRAM &&
           c->function->context == CONTEXT_RAW;
}

static bool check_argument(const struct checker *c, const struct prog_insn *insn,
                           const struct helper_row *row, int argument) {
    const struct fact *fact = &c->state->regs[argument + 1];
    bool good = true;
    const char *wanted = "";
    if (row->args[argument] == ARG_MAP) {
        good = fact->kind == KIND_MAP && fact_is_exact(fact) && fact->num.umin == 0;
        wanted = "a map";
        if (good && !check_map_use(c, insn, row, fact->object)) {
            return false;
        }
    } else if (row->args[argument] == ARG_CTX && may_pass_number(c, row)) {
        good = !fact_is_handle(fact);
        wanted = "a number";
    } else if (row->args[argument] == ARG_CTX) {
        good = fact->kind == KIND_CTX && fact_is_exact(fact) && fact->num.umin == 0;
        wanted = "the context";
        if (good && !check_helper_use(c, insn, row, fact->object)) {
            return false;
        }
    } else if (row->args[argument] == ARG_FUNC) {
        good = fact->kind == KIND_FUNC && fact_is_exact(fact) && fact->num.umin == 0;
        wanted = "a function of the object";
    } else if (row->args[argument] == ARG_ACQUIRED || row->args[argument] == ARG_MAYBE_ACQUIRED) {
        bool is_start = fact->kind != KIND_MEMORY || (fact_is_exact(fact) && fact->num.smin == 0);
        good = !fact_is_handle(fact) && is_start;
        wanted = !is_start                  ? "what a helper gave: it must have zero offset"
                 : fact->kind == KIND_STALE ? "held any more: it was released before"
                                            : "what a helper gave";
    } else if (row->args[argument] == ARG_LOCK) {
        good = is_lock(c, fact);
        wanted = "a struct bpf_spin_lock at a constant offset of a map value";
    } else if (row->args[argument] == ARG_TIMER) {
        good = is_field(c, fact, MAP_FIELD_TIMER) && is_timer_of_map(c, row, fact);
        wanted = "the struct bpf_timer of a value of the map";
    } else if (row->args[argument] == ARG_KPTR) {
        good = is_kptr(c, fact);
        wanted = "a kptr at a constant offset of a value, of a map with one value a key";
    } else if (row->args[argument] == ARG_OWN) {
        good = fact->kind == KIND_MAP_VALUE || fact->kind == KIND_DATA;
        wanted = "a map value or data of the object";
    } else if (arg_is_memory(row->args[argument])) {
        good = !fact_is_handle(fact);
        wanted = "memory";
    }
    return good || fail(c->s, at_insn(c->function->section, insn->slot),
                        "r%d of helper %s is not %s", argument + 1, row->name, wanted);
}

/* kernel/bpf/verifier.c: ARG_CONST_ALLOC_SIZE_OR_ZERO. */
static bool check_given_size(const struct checker *c, const struct prog_insn *insn,
                             const struct helper_row *row) {
    unsigned reg = row->ret == RET_MEM_OR_NULL ? 2 : row->ret == RET_DATA_OR_NULL ? 3 : 0;
    return !reg || fact_is_constant(&c->state->regs[reg]) ||
           origins_are_constants(c->s, c->facts, c->own, insn, reg) ||
           fail(c->s, at_insn(c->function->section, insn->slot),
                "r%u of helper %s is not a constant: bytes that are given as a pointer have one "
                "size "
                "that is known at translation",
                reg, row->name);
}

static bool check_helper(const struct checker *c, const struct prog_insn *insn,
                         const struct helper_row *row) {
    const char *refusal = locks_refusal(c->state, row);
    if (refusal) {
        return fail(c->s, at_insn(c->function->section, insn->slot), "call of helper %s %s",
                    row->name, refusal);
    }
    for (int i = 0; i < 5 && row->args[i] != ARG_NONE; i++) {
        if (!check_argument(c, insn, row, i)) {
            return false;
        }
    }
    return check_given_size(c, insn, row);
}

static bool check_call(const struct checker *c, const struct prog_insn *insn) {
    return insn->ref != REF_HELPER || check_helper(c, insn, helper_row(insn->ref_index));
}

static bool check_callx(const struct checker *c, const struct prog_insn *insn) {
    const struct fact *target = &c->state->regs[insn->insn.dst];
    const struct helper_row *row = facts_callx_helper(target);
    if (row) {
        return check_helper(c, insn, row);
    }
    if (fact_is_constant(target)) {
        return fail(c->s, at_insn(c->function->section, insn->slot),
                    "callx of the number %" PRIu64 ", which has no row in helpers.def",
                    target->num.umin);
    }
    bool usable =
        target->kind == KIND_FUNC || target->kind == KIND_SCALAR || target->kind == KIND_MEMORY;
    return usable || refuse(c, insn, "callx through a register that is no function pointer");
}

/* The packet is found through r6 (RFC 9669, 5.4). */
static bool check_packet(const struct checker *c, const struct prog_insn *insn) {
    const struct fact *context = &c->state->regs[6];
    /* kernel/bpf/verifier.c: may_access_skb */
    const uint32_t allowed = 1u << CONTEXT_SOCKET_FILTER | 1u << CONTEXT_TC | 1u << CONTEXT_CLASSIC;
    if (c->state->lock == LOCK_HELD) {
        return refuse(c, insn, "packet access by LD_ABS or LD_IND while a lock is held");
    }
    bool good = context->kind == KIND_CTX && !(context->object & ~allowed) &&
                fact_is_exact(context) && context->num.umin == 0;
    return good || refuse(c, insn, "r6 of a packet access is not the context of a socket buffer");
}

/* Atomics on the context or on handles are refused like stores to them. */
static bool check_atomic(const struct checker *c, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    unsigned base = i->imm == ATOMIC_LOAD_ACQ ? i->src : i->dst;
    if (c->state->regs[base].kind == KIND_CTX) {
        return refuse(c, insn, "atomic access to the context");
    }
    if (i->imm != ATOMIC_LOAD_ACQ && fact_is_handle(&c->state->regs[i->src])) {
        return refuse(c, insn, "atomic store of the context or a map handle");
    }
    return check_access(c, insn, base);
}

static bool check_insn(const struct checker *c, const struct prog_insn *insn) {
    switch (insn->insn.op) {
    case OP_LDX:
    case OP_LDSX:
        return check_access(c, insn, insn->insn.src);
    case OP_ST:
    case OP_STX:
        return check_store(c, insn);
    case OP_ATOMIC:
        return check_atomic(c, insn);
    case OP_CALL:
        return check_call(c, insn);
    case OP_CALLX:
        return check_callx(c, insn);
    case OP_LD_ABS:
    case OP_LD_IND:
        return check_packet(c, insn);
    default:
        return true;
    }
}

const struct helper_row *facts_callx_helper(const struct fact *target) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count && fact_is_constant(target); i++) {
        if (rows[i].id == target->num.umin) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool visit(void *data, const struct facts_cursor *cursor, const struct prog_insn *insn) {
    struct checker *c = data;
    c->state = cursor->state;
    return check_insn(c, insn);
}

bool facts_check_function(struct session *s, const struct facts *facts, uint32_t function) {
    struct checker c = {
        .s = s,
        .facts = facts,
        .own = function,
        .function = &facts->program->functions[function],
    };
    return facts_walk(s, facts, function, visit, &c);
}
