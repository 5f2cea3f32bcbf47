/* SPDX-License-Identifier: Apache-2.0 */
/* Judges one pointer by its kind: the range of its offset against the size of its object. The
 * messages are those of the kernel's verifier (kernel/bpf/verifier.c), so that a search for one
 * finds an explanation. */
#include <inttypes.h>
#include <stdarg.h>

#include "access_parts.h"

/* uapi linux/bpf.h: BPF_F_RDONLY_PROG, BPF_F_WRONLY_PROG */
enum { MAP_READ_ONLY = 1 << 7, MAP_WRITE_ONLY = 1 << 8 };

struct judge {
    const struct facts_cursor *cursor;
    const struct fact *base;
    uint64_t most;     /* bytes */
    int64_t low, high; /* offsets of the first byte and behind the last, at worst */
    bool is_bounded;   /* they are known */
};

typedef void judge_fn(const struct judge *j, struct access *a);

void access_missing(struct access *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(a->missing, sizeof(a->missing), format, args);
    va_end(args);
}

int64_t facts_packet_bytes(const struct facts_state *state, const struct fact *fact) {
    if (fact->kind == KIND_PACKET) {
        return state->packet_bytes;
    }
    if (fact->kind == KIND_PACKET_META) {
        return state->meta_bytes;
    }
    bool is_raw = fact->kind == KIND_MEMORY && fact->object == OBJECT_RAW;
    int64_t raw = state->raw_bytes > INT64_MAX ? INT64_MAX : (int64_t)state->raw_bytes;
    return is_raw ? raw : fact->size;
}

static bool is_within(const struct judge *j, int64_t low, int64_t high) {
    return j->is_bounded && j->low >= low && j->high <= high;
}

static void guard(struct access *a, enum bounds bounds, uint32_t object) {
    a->verdict = ACCESS_GUARD;
    a->bounds = bounds;
    a->object = object;
}

static int64_t shown_size(const struct judge *j) {
    return j->most > INT32_MAX ? -1 : (int64_t)j->most;
}

static void miss_null(struct access *a, const char *kind) {
    access_missing(a, "R%u invalid mem access '%s_or_null'", a->reg, kind);
}

static bool is_exact(const struct judge *j) {
    return j->base->num.smin == j->base->num.smax;
}

/* True (and said so) when it is the range of the offset or of the size that is not known. */
static bool miss_range(const struct judge *j, struct access *a) {
    if (j->most > INT32_MAX) {
        access_missing(a, "R%u unbounded memory access, use 'var &= const' or 'if (var < const)'",
                       a->size_reg);
        return true;
    }
    if (!j->is_bounded) {
        access_missing(a, "R%u unbounded memory access, make sure to bounds check any such access",
                       a->reg);
    } else if (j->low < 0 && !is_exact(j) && j->base->kind != KIND_FRAME) {
        access_missing(a,
                       "R%u min value is negative, either use unsigned index or do a "
                       "if (index >=0) check",
                       a->reg);
        return true;
    }
    return !j->is_bounded;
}

static void judge_scalar(const struct judge *j, struct access *a) {
    guard(a, BOUNDS_REGIONS, 0);
    if (j->cursor->facts->probes && !a->writes && a->size == SIZE_FIXED) {
        a->verdict = ACCESS_PROBE;
    }
    access_missing(a, "R%u invalid mem access 'scalar'", a->reg);
}

static void judge_frame(const struct judge *j, struct access *a) {
    if (is_within(j, -BPF_STACK_BYTES, 0)) {
        return;
    }
    guard(a, BOUNDS_FRAME, 0);
    if (!miss_range(j, a)) {
        access_missing(a, "invalid variable-offset %s stack R%u off=%" PRId64 " size=%" PRId64,
                       a->writes ? "write to" : "read from", a->reg, j->low, shown_size(j));
    }
}

static const struct function *function_of(const struct judge *j) {
    return &j->cursor->facts->program->functions[j->cursor->function];
}

/* In a subprogram, and in a program that something may call like one, the bounds are found
 * through the run. */
static enum bounds in_program(const struct judge *j, enum bounds bounds) {
    const struct function_facts *own = &j->cursor->facts->functions[j->cursor->function];
    return function_of(j)->kind == FUNC_PROGRAM && !own->is_called ? bounds : BOUNDS_REGIONS;
}

/* The pointer's class was compared with the end: kernel's range of one id. With a range of 0 it was
 * not: then even its head may lie beyond the end, and bytes below the head as well. */
static bool is_within_class(const struct judge *j, const struct access *a) {
    int64_t end;
    return j->is_bounded && j->low >= 0 && j->base->range > 0 &&
           !__builtin_add_overflow(j->base->delta, a->offset + (int64_t)j->most, &end) &&
           end < (int64_t)j->base->range;
}

static void judge_packet(const struct judge *j, struct access *a) {
    int64_t proven = facts_packet_bytes(j->cursor->state, j->base);
    if (is_within(j, 0, proven) || is_within_class(j, a)) {
        return;
    }
    bool is_meta = j->base->kind == KIND_PACKET_META;
    guard(a, in_program(j, is_meta ? BOUNDS_META : BOUNDS_PACKET), 0);
    if (!miss_range(j, a)) {
        access_missing(a,
                       "invalid access to packet, off=%" PRId64 " size=%" PRId64
                       ", R%u(id=0,off=%" PRId64 ",r=%" PRId64 ")",
                       j->low, shown_size(j), a->reg, j->low, proven);
    }
}

static void judge_memory(const struct judge *j, struct access *a) {
    bool is_raw = j->base->object == OBJECT_RAW && function_of(j)->context == CONTEXT_RAW;
    int64_t proven = facts_packet_bytes(j->cursor->state, j->base);
    bool inside = is_within(j, 0, proven);
    if (inside && !j->base->maybe_null) {
        return;
    }
    guard(a, is_raw ? in_program(j, BOUNDS_RAW) : BOUNDS_REGIONS, 0);
    if (inside && fact_is_exact(j->base) && !j->base->num.smin) {
        a->bounds = BOUNDS_NOT_NULL;
        miss_null(a, "mem");
    } else if (!miss_range(j, a)) {
        access_missing(
            a, "invalid access to memory, mem_size=%" PRId64 " off=%" PRId64 " size=%" PRId64,
            proven, j->low, shown_size(j));
    }
}

static void refuse(struct access *a, bool writes, const struct judge *j, uint64_t value_bytes) {
    a->verdict = ACCESS_REFUSE;
    access_missing(a, "%s map forbidden, value_size=%" PRIu64 " off=%" PRId64 " size=%" PRId64,
                   writes ? "write into" : "read from", value_bytes, j->low, shown_size(j));
}

/* A value of known size; a data section is the value of a map to the kernel. */
static void judge_sized(const struct judge *j, struct access *a, enum bounds bounds,
                        uint64_t bytes) {
    bool inside = bytes <= INT64_MAX && is_within(j, 0, (int64_t)bytes);
    if (inside && !j->base->maybe_null) {
        return;
    }
    guard(a, bounds, j->base->object);
    if (j->base->maybe_null) {
        bool is_start = j->base->num.smin == 0 && j->base->num.smax == 0;
        a->bounds = inside && is_start ? BOUNDS_NOT_NULL : bounds;
        miss_null(a, "map_value");
    } else if (!miss_range(j, a)) {
        access_missing(
            a, "invalid access to map value, value_size=%" PRIu64 " off=%" PRId64 " size=%" PRId64,
            bytes, j->low, shown_size(j));
    }
}

/* A value of one of several maps, or of one that came as an argument. */
static void judge_unnamed(const struct judge *j, struct access *a) {
    judge_sized(j, a, BOUNDS_REGIONS, j->base->size);
}

/* What may not be done to all values of a map; the runtime knows which is which. */
static bool has_special_map(const struct program *program) {
    bool is_special = false;
    for (size_t i = 0; i < program->map_count; i++) {
        for (const struct program_map *map = &program->maps[i]; map; map = map->inner) {
            is_special |= map->field_count || (map->flags & (MAP_READ_ONLY | MAP_WRITE_ONLY));
        }
    }
    return is_special;
}

static void judge_unnamed_value(const struct judge *j, struct access *a) {
    judge_unnamed(j, a);
    if (a->verdict == ACCESS_PROVEN && has_special_map(j->cursor->facts->program)) {
        guard(a, BOUNDS_REGIONS, OBJECT_UNKNOWN);
        access_missing(
            a, "R%u is a value of one of several maps, of which some have fields or flags", a->reg);
    }
}

static void judge_data(const struct judge *j, struct access *a) {
    if (j->base->object == OBJECT_UNKNOWN) {
        judge_unnamed(j, a);
        return;
    }
    const struct program_data *data = &j->cursor->facts->program->data[j->base->object];
    if (a->writes && data->read_only) {
        refuse(a, true, j, data->size_bytes);
        return;
    }
    judge_sized(j, a, BOUNDS_DATA, data->size_bytes);
}

static const char *const field_names[] = {
    [MAP_FIELD_LOCK] = "bpf_spin_lock", [MAP_FIELD_TIMER] = "bpf_timer", [MAP_FIELD_KPTR] = "kptr"};

static void judge_value(const struct judge *j, struct access *a) {
    const struct program_map *map = fact_map(j->cursor->facts, j->base);
    if (!map) {
        judge_unnamed_value(j, a);
        return;
    }
    if (map->flags & (a->writes ? MAP_READ_ONLY : MAP_WRITE_ONLY)) {
        refuse(a, a->writes, j, map->value_size);
        return;
    }
    const struct map_value_field *field =
        j->is_bounded && !a->is_field ? map_field_at(map, j->low, j->high - j->low) : NULL;
    if (field) {
        a->verdict = ACCESS_REFUSE;
        access_missing(a, "%s cannot be accessed directly by load/store", field_names[field->kind]);
        return;
    }
    judge_sized(j, a, j->base->object == OBJECT_UNKNOWN ? BOUNDS_REGIONS : BOUNDS_VALUE,
                map->value_size);
}

/* check.c has the context's fields. */
static void judge_context(const struct judge *j, struct access *a) {
}

static void judge_never(const struct judge *j, struct access *a) {
    static const char *const names[KIND_COUNT] = {
        [KIND_PACKET_END] = "pkt_end",
        [KIND_MAP] = "map_ptr",
        [KIND_FUNC] = "func",
    };
    const char *name = names[j->base->kind];
    a->verdict = ACCESS_REFUSE;
    access_missing(a, "R%u invalid mem access '%s'", a->reg, name ? name : "scalar");
}

/* Kinds without a judge are no memory. */
static judge_fn *const judges[KIND_COUNT] = {
    [KIND_NONE] = judge_scalar,     [KIND_SCALAR] = judge_scalar, [KIND_CTX] = judge_context,
    [KIND_FRAME] = judge_frame,     [KIND_PACKET] = judge_packet, [KIND_PACKET_META] = judge_packet,
    [KIND_MAP_VALUE] = judge_value, [KIND_DATA] = judge_data,     [KIND_MEMORY] = judge_memory,
};

/* The range of the bytes touched, if it is within what sums of it cannot overflow. */
static void measure(struct judge *j, const struct access *a) {
    const int64_t limit = (int64_t)1 << 40;
    if (!fact_is_pointer(j->base)) {
        return;
    }
    j->is_bounded =
        j->base->num.smin >= -limit && j->base->num.smax <= limit && j->most <= (uint64_t)limit;
    if (j->is_bounded) {
        j->low = j->base->num.smin + a->offset;
        j->high = j->base->num.smax + a->offset + (int64_t)j->most;
    }
}

void access_judge(const struct facts_cursor *cursor, struct access *a, uint64_t most) {
    struct judge j = {.cursor = cursor, .base = &cursor->state->regs[a->reg], .most = most};
    measure(&j, a);
    a->verdict = ACCESS_PROVEN;
    a->bounds = BOUNDS_NONE;
    judge_fn *judge = judges[j.base->kind];
    (judge ? judge : judge_never)(&j, a);
}

/* LLVM's atomics and those of most machines need their natural alignment, as the kernel does. */
static void judge_alignment(const struct facts_cursor *cursor, struct access *a) {
    const struct fact *base = &cursor->state->regs[a->reg];
    unsigned known = fact_alignment(cursor->facts, base, a->offset);
    if (known >= a->size_bytes || a->verdict == ACCESS_REFUSE) {
        return;
    }
    if (a->verdict == ACCESS_PROVEN) {
        access_missing(a, "misaligned access off %" PRId64 " size %u", a->offset, a->size_bytes);
    }
    a->verdict = ACCESS_GUARD;
    a->check_align = true;
}

static unsigned find_plain(const struct facts_cursor *cursor, const struct insn *insn, unsigned reg,
                           struct access *a) {
    *a = (struct access){.reg = reg,
                         .offset = insn->off,
                         .size_bytes = insn->width / 8u,
                         .writes = insn->op == OP_ST || insn->op == OP_STX ||
                                   (insn->op == OP_ATOMIC && insn->imm != ATOMIC_LOAD_ACQ)};
    access_judge(cursor, a, a->size_bytes);
    if (insn->op == OP_ATOMIC) {
        judge_alignment(cursor, a);
    }
    return 1;
}

static unsigned find(const struct facts_cursor *cursor, const struct prog_insn *insn,
                     struct access found[ACCESSES_MAX]) {
    const struct insn *i = &insn->insn;
    switch (i->op) {
    case OP_LDX:
    case OP_LDSX:
        return find_plain(cursor, i, i->src, found);
    case OP_ST:
    case OP_STX:
        return find_plain(cursor, i, i->dst, found);
    case OP_ATOMIC:
        return find_plain(cursor, i, i->imm == ATOMIC_LOAD_ACQ ? i->src : i->dst, found);
    case OP_CALL:
        return insn->ref == REF_HELPER
                   ? access_find_helper(cursor, helper_row(insn->ref_index), found)
                   : 0;
    case OP_CALLX:
        return access_find_callx(cursor, i, found);
    default:
        return 0;
    }
}

unsigned access_find(const struct facts_cursor *cursor, const struct prog_insn *insn,
                     struct access found[ACCESSES_MAX]) {
    unsigned count = find(cursor, insn, found);
    for (unsigned i = 0; i < count && cursor->facts->unproven == BPF_AOT_UNPROVEN_TRUST; i++) {
        found[i].verdict = ACCESS_PROVEN;
    }
    return count;
}
