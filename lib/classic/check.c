/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel asks of a classic program before it attaches it (net/core/filter.c:
 * bpf_check_classic, check_load_and_stores, bpf_convert_filter): first every insn by itself, in
 * order, then the last one, then that no cell of M[] is read before it is written, then that the
 * kernel's own conversion has no jump that is too far. */
#include <linux/bpf_common.h>
#include <linux/filter.h>

#include "classic/codes.h"

struct checker {
    struct session *s;
    const struct classic *classic;
    size_t index;
};

static struct location here(const struct checker *c) {
    return at_insn(CLASSIC_SECTION, (long)c->index);
}

static bool check_nothing(struct checker *c, const struct classic_insn *insn) {
    return true;
}

static bool check_divisor(struct checker *c, const struct classic_insn *insn) {
    return insn->k || fail(c->s, here(c), "division by the constant 0");
}

static bool check_shift(struct checker *c, const struct classic_insn *insn) {
    return insn->k < 32 || fail(c->s, here(c), "shift by %u bits; A has 32", insn->k);
}

static bool check_cell(struct checker *c, const struct classic_insn *insn) {
    return insn->k < CLASSIC_CELLS ||
           fail(c->s, here(c), "no M[%u]; the last one is M[%d]", insn->k, CLASSIC_CELLS - 1);
}

static bool check_target(struct checker *c, uint64_t skipped) {
    size_t last = c->classic->count - 1;
    uint64_t target = c->index + 1 + skipped;
    return target <= last || fail(c->s, here(c), "jump to insn %llu; the last one is %zu",
                                  (unsigned long long)target, last);
}

static bool check_jump(struct checker *c, const struct classic_insn *insn) {
    if (insn->k > INT32_MAX) {
        return fail(c->s, here(c), "jump back; the kernel takes none");
    }
    return check_target(c, insn->k);
}

enum { KERNEL_SLOW_LOAD = 8, KERNEL_FAST_LOAD = 4, KERNEL_HEADER_LENGTH = 6 };

/* How many eBPF insns the kernel makes of an insn (bpf_convert_filter, convert_bpf_ld_abs), at
 * least, and of what becomes many: a load from the packet, or the two around 4 * (P[k] & 15). */
static uint64_t kernel_insns(const struct classic_insn *insn) {
    const struct classic_row *row = classic_row(insn->code);
    bool extension = row && row->convert == CONVERT_absolute && ancillary_is(insn->k);
    if (!row || extension) {
        return 1;
    }
    uint64_t in_line = insn->k <= INT32_MAX ? KERNEL_FAST_LOAD + (insn->k != 0) : 0;
    switch (row->convert) {
    case CONVERT_absolute:
        return KERNEL_SLOW_LOAD + in_line;
    case CONVERT_indirect:
        return KERNEL_SLOW_LOAD;
    case CONVERT_header_length:
        return KERNEL_HEADER_LENGTH + KERNEL_SLOW_LOAD + in_line;
    default:
        return 1;
    }
}

/* The kernel jumps by 16 bits only. A branch cannot get that far. */
static bool check_distance(struct checker *c, uint32_t skipped) {
    uint64_t distance = 0;
    for (uint32_t i = 1; i <= skipped; i++) {
        distance += kernel_insns(&c->classic->insns[c->index + i]);
    }
    return distance <= INT16_MAX ||
           fail(c->s, here(c),
                "jump over what are %llu insns to the kernel; it jumps over %d at most",
                (unsigned long long)distance, INT16_MAX);
}

static bool check_branch(struct checker *c, const struct classic_insn *insn) {
    return check_target(c, insn->jt) && check_target(c, insn->jf);
}

static bool check_packet(struct checker *c, const struct classic_insn *insn) {
    return !ancillary_is(insn->k) || ancillary_row(insn->k) ||
           fail(c->s, here(c), "there is nothing to load at SKF_AD_OFF + %u",
                insn->k - (uint32_t)SKF_AD_OFF);
}

typedef bool check_fn(struct checker *c, const struct classic_insn *insn);

static check_fn *const checks[CHECK_COUNT] = {
    [CHECK_NOTHING] = check_nothing, [CHECK_CELL] = check_cell,     [CHECK_JUMP] = check_jump,
    [CHECK_BRANCH] = check_branch,   [CHECK_PACKET] = check_packet, [CHECK_DIVISOR] = check_divisor,
    [CHECK_SHIFT] = check_shift,
};

static bool check_insns(struct checker *c) {
    for (c->index = 0; c->index < c->classic->count; c->index++) {
        const struct classic_insn *insn = &c->classic->insns[c->index];
        const struct classic_row *row = classic_row(insn->code);
        if (!row) {
            return fail(c->s, here(c), "no classic insn has code 0x%x", insn->code);
        }
        if (!checks[row->check](c, insn)) {
            return false;
        }
    }
    c->index--;
    const struct classic_row *last = classic_row(c->classic->insns[c->index].code);
    return last->convert == CONVERT_return_k || last->convert == CONVERT_return_a ||
           fail(c->s, here(c), "the last insn does not return");
}

/* Jumps lead forward only, so that one pass sees all ways to an insn before the insn. As in the
 * kernel an insn behind a return counts as reached from it. */
static bool check_cells(struct checker *c) {
    const uint16_t all = UINT16_MAX;
    size_t count = c->classic->count;
    uint16_t *arriving = ARENA_NEW_N(&c->s->arena, uint16_t, count);
    for (size_t i = 0; i < count; i++) {
        arriving[i] = all;
    }
    uint16_t written = 0;
    for (c->index = 0; c->index < count; c->index++) {
        const struct classic_insn *insn = &c->classic->insns[c->index];
        const struct classic_row *row = classic_row(insn->code);
        size_t next = c->index + 1;
        written &= arriving[c->index];
        if (row->convert == CONVERT_store) {
            written |= (uint16_t)(1u << insn->k);
        } else if (row->convert == CONVERT_load && !(written & 1u << insn->k)) {
            return fail(c->s, here(c), "M[%u] may not have been written", insn->k);
        } else if (row->convert == CONVERT_jump) {
            arriving[next + insn->k] &= written;
            written = all;
        } else if (row->convert == CONVERT_branch) {
            arriving[next + insn->jt] &= written;
            arriving[next + insn->jf] &= written;
            written = all;
        }
    }
    return true;
}

/* Its conversion comes behind all else. */
static bool check_distances(struct checker *c) {
    for (c->index = 0; c->index < c->classic->count; c->index++) {
        const struct classic_insn *insn = &c->classic->insns[c->index];
        if (classic_row(insn->code)->convert == CONVERT_jump && !check_distance(c, insn->k)) {
            return false;
        }
    }
    return true;
}

bool classic_check(struct session *s, const struct classic *classic) {
    if (classic->count == 0 || classic->count > CLASSIC_MAX_INSNS) {
        return fail(s, at_object(), "%zu insns; a classic program has 1 to %d", classic->count,
                    CLASSIC_MAX_INSNS);
    }
    struct checker c = {.s = s, .classic = classic};
    return check_insns(&c) && check_cells(&c) && check_distances(&c);
}
