/* SPDX-License-Identifier: Apache-2.0 */
/* The lattice of one fact: below NONE nothing, above everything SCALAR (or LOST, once a context,
 * a map handle or a stale pointer is among what is joined). */
#include "fact.h"

#include <string.h>

/* Facts are compared and hashed as bytes. */
_Static_assert(sizeof(struct fact) == sizeof(enum kind) + 4 * sizeof(bool) + 6 * sizeof(uint32_t) +
                                          2 * sizeof(uint64_t) + sizeof(struct scalar),
               "struct fact has no holes");

struct fact fact_number(const struct scalar *num) {
    return (struct fact){.kind = KIND_SCALAR, .num = *num};
}

struct fact fact_scalar(uint64_t umin, uint64_t umax) {
    return (struct fact){.kind = KIND_SCALAR, .num = scalar_range(umin, umax)};
}

struct fact fact_constant(uint64_t value) {
    return (struct fact){.kind = KIND_SCALAR, .num = scalar_constant(value)};
}

struct fact fact_unknown(void) {
    return (struct fact){.kind = KIND_SCALAR, .num = scalar_unknown()};
}

struct fact fact_undefined(void) {
    struct fact fact = fact_constant(0);
    fact.undefined = true;
    return fact;
}

struct fact fact_lost(enum kind kind) {
    struct fact fact = fact_unknown();
    fact.kind = kind;
    return fact;
}

struct fact fact_pointer(enum kind kind, uint32_t object, int64_t offset) {
    return (struct fact){.kind = kind, .object = object, .num = scalar_constant((uint64_t)offset)};
}

struct fact fact_memory(uint32_t size_bytes) {
    struct fact fact = fact_pointer(KIND_MEMORY, OBJECT_UNKNOWN, 0);
    fact.size = size_bytes;
    return fact;
}

bool fact_is_constant(const struct fact *fact) {
    return fact->kind == KIND_SCALAR && scalar_is_constant(&fact->num);
}

bool fact_is_number(const struct fact *fact, uint64_t value) {
    return fact_is_constant(fact) && fact->num.umin == value;
}

bool fact_is_pointer(const struct fact *fact) {
    return fact->kind > KIND_SCALAR && fact->kind < KIND_LOST;
}

bool fact_is_exact(const struct fact *fact) {
    return fact_is_pointer(fact) && scalar_is_constant(&fact->num);
}

bool fact_is_bounded(const struct fact *fact) {
    /* What lies before NULL is at the other end of the address space. Raw memory of no bytes may
     * begin there. */
    bool is_raw = fact->kind == KIND_MEMORY && fact->object == OBJECT_RAW;
    int64_t lowest = fact->maybe_null || is_raw ? 0 : POINTER_MIN_OFFSET;
    return fact_is_pointer(fact) && fact->num.smin >= lowest &&
           fact->num.smax <= POINTER_MAX_OFFSET;
}

bool fact_same_base(const struct fact *a, const struct fact *b) {
    if (a->kind != b->kind || a->maybe_null || b->maybe_null) {
        return false;
    }
    switch (a->kind) {
    case KIND_CTX:
    case KIND_FRAME:
    case KIND_PACKET:
    case KIND_PACKET_META:
    case KIND_PACKET_END:
        return true;
    case KIND_DATA:
        return a->object == b->object && a->object != OBJECT_UNKNOWN;
    case KIND_MEMORY:
        return a->object == OBJECT_RAW && b->object == OBJECT_RAW;
    default:
        return false; /* two values of one map are two objects */
    }
}

bool fact_equal(const struct fact *a, const struct fact *b) {
    return memcmp(a, b, sizeof(*a)) == 0;
}

bool fact_is_handle(const struct fact *fact) {
    return fact->kind == KIND_CTX || fact->kind == KIND_MAP || fact->kind == KIND_LOST ||
           fact->kind == KIND_STALE;
}

/* Classes are the business of whole states (state_join.c). */
void fact_leave_class(struct fact *fact) {
    fact->class = CLASS_NONE;
    fact->delta = 0;
    fact->range = 0;
}

bool fact_is_acquired(const struct fact *fact) {
    return fact->kind == KIND_MEMORY && fact->object >= OBJECT_ACQUIRED &&
           fact->object != OBJECT_UNKNOWN;
}

uint32_t fact_dynptr_object(const struct fact *dynptr) {
    bool is_own = dynptr->kind == KIND_FRAME && fact_is_exact(dynptr) && dynptr->num.smin < 0 &&
                  dynptr->num.smin >= -BPF_STACK_BYTES;
    return is_own ? OBJECT_DYNPTR + (uint32_t)-dynptr->num.smin : OBJECT_SOME_ACQUIRED;
}

const struct program_map *fact_map(const struct facts *facts, const struct fact *fact) {
    const struct program_map *maps = facts->program->maps;
    return fact->object != OBJECT_UNKNOWN ? &maps[fact->object]
           : fact->outer                  ? maps[fact->outer - 1].inner
                                          : NULL;
}

bool fact_same_map(const struct fact *a, const struct fact *b) {
    bool is_found = a->outer && a->found && a->found == b->found;
    return a->object == b->object && (a->object != OBJECT_UNKNOWN || is_found);
}

struct fact fact_in_other_function(const struct fact *fact) {
    struct fact other = *fact;
    other.found = 0;
    if (fact_is_acquired(fact)) {
        other.object = OBJECT_SOME_ACQUIRED;
    }
    return other;
}

static uint32_t join_objects(const struct fact *a, const struct fact *b) {
    if (a->kind == b->kind && a->object == b->object) {
        return a->object;
    }
    return fact_is_acquired(a) || fact_is_acquired(b) ? OBJECT_SOME_ACQUIRED : OBJECT_UNKNOWN;
}

static void join_excluded(struct fact *into, const struct fact *a, const struct fact *b) {
    bool same = a->excludes && b->excludes && a->excluded == b->excluded;
    into->excludes = same;
    into->excluded = same ? a->excluded : 0;
}

static struct fact join_scalars(const struct fact *a, const struct fact *b) {
    struct fact joined = {.kind = KIND_SCALAR, .num = scalar_join(&a->num, &b->num)};
    join_excluded(&joined, a, b);
    return joined;
}

static bool is_sized(enum kind kind) {
    return kind == KIND_MEMORY || kind == KIND_MAP_VALUE || kind == KIND_DATA;
}

static struct fact join_pointers(const struct fact *a, const struct fact *b) {
    struct fact joined = {
        .kind = a->kind == b->kind ? a->kind : KIND_MEMORY,
        .maybe_null = a->maybe_null || b->maybe_null,
        .holds_ctx = a->holds_ctx || b->holds_ctx,
        .object = join_objects(a, b),
        .num = scalar_join(&a->num, &b->num),
    };
    if (a->kind == KIND_MEMORY && b->kind == KIND_MEMORY) {
        joined.low_bits = a->low_bits < b->low_bits ? a->low_bits : b->low_bits;
    } else if (a->kind == b->kind && a->outer == b->outer) {
        joined.outer = a->outer;
        joined.found = a->found == b->found ? a->found : 0;
    }
    if (a->kind == KIND_CTX) {
        joined.object = a->object | b->object; /* sets of program types */
    }
    if (is_sized(a->kind) && is_sized(b->kind)) {
        joined.size = a->size < b->size ? a->size : b->size;
    }
    if (a->kind == b->kind && a->object == b->object) {
        join_excluded(&joined, a, b);
    }
    return joined;
}

static bool may_join_pointers(const struct fact *a, const struct fact *b) {
    /* The frame pointer stays apart: what is stored through a mixture would escape the slots. */
    bool mixes_frame = (a->kind == KIND_FRAME) != (b->kind == KIND_FRAME);
    return fact_is_pointer(a) && fact_is_pointer(b) && !mixes_frame &&
           (a->kind == b->kind || (!fact_is_handle(a) && !fact_is_handle(b)));
}

static struct fact join_kinds(const struct fact *a, const struct fact *b) {
    if (a->kind == KIND_SCALAR && b->kind == KIND_SCALAR) {
        return join_scalars(a, b);
    }
    if (may_join_pointers(a, b)) {
        return join_pointers(a, b);
    }
    bool a_null = fact_is_number(a, 0), b_null = fact_is_number(b, 0);
    const struct fact *pointer = a_null ? b : a;
    /* NULL plus something would not be told from the object plus something. */
    bool may_be_null = (!fact_is_handle(pointer) || pointer->kind == KIND_MAP) &&
                       fact_is_exact(pointer) && pointer->num.umin == 0;
    if ((a_null || b_null) && may_be_null) {
        struct fact joined = *pointer;
        joined.maybe_null = true;
        joined.excludes = false;
        joined.excluded = 0;
        return joined;
    }
    bool stale = a->kind == KIND_STALE || b->kind == KIND_STALE;
    bool lost = fact_is_handle(a) || fact_is_handle(b);
    if (stale) {
        return a->kind == KIND_STALE ? *a : *b;
    }
    return lost ? fact_lost(KIND_LOST) : fact_unknown();
}

struct fact fact_join(const struct fact *a, const struct fact *b) {
    struct fact joined = a->kind == KIND_NONE ? *b : b->kind == KIND_NONE ? *a : join_kinds(a, b);
    joined.undefined = a->undefined || b->undefined;
    fact_leave_class(&joined);
    return joined;
}

struct fact fact_widen(const struct fact *old, const struct fact *new) {
    struct fact joined = fact_join(old, new);
    if (joined.kind == old->kind && !scalar_equal(&joined.num, &old->num)) {
        joined.num = scalar_widen(&old->num, &joined.num);
    }
    return joined;
}

struct fact fact_clobber(const struct fact *fact) {
    return fact->kind == KIND_STALE ? *fact
           : fact_is_handle(fact)   ? fact_lost(KIND_LOST)
                                    : fact_unknown();
}

enum { LOW_BITS = 3 };

struct bpf_aot_start facts_packet_start(const struct session *s) {
    /* NET_IP_ALIGN: an IP header behind Ethernet's 14 bytes is aligned. */
    static const struct bpf_aot_start ip_align = {.offset = 2, .align = 4};
    return s->options->packet_start.align ? s->options->packet_start : ip_align;
}

struct bpf_aot_start facts_mem_start(const struct session *s) {
    unsigned align = s->options->mem_align;
    return (struct bpf_aot_start){.align = align ? align : 8};
}

static unsigned start_bits(const struct bpf_aot_start *start) {
    unsigned bits = (unsigned)__builtin_ctz(start->align);
    return bits < LOW_BITS ? bits : LOW_BITS;
}

/* Low bits of the address an object starts at; contract of runtime.h and lib/codegen/data.c. */
static unsigned base_low_bits(const struct facts *facts, const struct fact *fact, uint8_t *low) {
    *low = 0;
    switch (fact->kind) {
    case KIND_PACKET:
    case KIND_PACKET_META:
        *low = (uint8_t)facts->packet_start.offset & 7;
        return facts->packet_moves ? 0 : start_bits(&facts->packet_start);
    case KIND_CTX:
    case KIND_FRAME:
    case KIND_MAP_VALUE:
    case KIND_DATA:
        return LOW_BITS;
    case KIND_MEMORY:
        return fact->object == OBJECT_RAW ? start_bits(&facts->mem_start) : fact->low_bits;
    default:
        return 0;
    }
}

struct bpf_aot_start fact_place(const struct facts *facts, const struct fact *fact,
                                int64_t offset) {
    uint8_t base;
    unsigned bits = base_low_bits(facts, fact, &base);
    unsigned known = fact->num.bits.mask ? (unsigned)__builtin_ctzll(fact->num.bits.mask) : 64;
    bits = bits < known ? bits : known;
    uint64_t address = base + fact->num.bits.value + (uint64_t)offset;
    uint16_t align = (uint16_t)(1u << bits);
    return (struct bpf_aot_start){.offset = (uint16_t)(address & (align - 1u)), .align = align};
}

unsigned fact_alignment(const struct facts *facts, const struct fact *fact, int64_t offset) {
    struct bpf_aot_start place = fact_place(facts, fact, offset);
    return place.offset ? place.offset & (0u - place.offset) : place.align;
}
