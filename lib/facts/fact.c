/* SPDX-License-Identifier: Apache-2.0 */
/* The lattice: below NONE nothing, above everything SCALAR (or LOST, once a context or a map
 * handle is among what is joined). Offsets and ranges join to their hull. */
#include "fact.h"

#include <string.h>

enum { LOW_BITS = 3 };

static void set_low(struct fact *fact, unsigned bits, uint64_t value) {
    fact->low_bits = (uint8_t)bits;
    fact->low = (uint8_t)(value & ((1u << bits) - 1));
}

struct fact fact_scalar(uint64_t umin, uint64_t umax) {
    struct fact fact = {.kind = KIND_SCALAR, .umin = umin, .umax = umax};
    if (umin == umax) {
        set_low(&fact, LOW_BITS, umin);
    }
    return fact;
}

struct fact fact_constant(uint64_t value) {
    return fact_scalar(value, value);
}

struct fact fact_unknown(void) {
    return fact_scalar(0, UINT64_MAX);
}

struct fact fact_pointer(enum kind kind, uint32_t object, int64_t offset) {
    struct fact fact = {.kind = kind, .object = object, .off_min = offset, .off_max = offset};
    set_low(&fact, LOW_BITS, (uint64_t)offset);
    return fact;
}

bool fact_is_constant(const struct fact *fact) {
    return fact->kind == KIND_SCALAR && fact->umin == fact->umax;
}

bool fact_is_pointer(const struct fact *fact) {
    return fact->kind > KIND_SCALAR && fact->kind < KIND_LOST;
}

bool fact_is_bounded(const struct fact *fact) {
    /* What lies before NULL is at the other end of the address space. */
    int64_t lowest = fact->maybe_null ? 0 : POINTER_MIN_OFFSET;
    return fact_is_pointer(fact) && fact->off_min >= lowest && fact->off_max <= POINTER_MAX_OFFSET;
}

bool fact_equal(const struct fact *a, const struct fact *b) {
    return a->kind == b->kind && a->maybe_null == b->maybe_null && a->holds_ctx == b->holds_ctx &&
           a->low_bits == b->low_bits && a->low == b->low && a->object == b->object &&
           a->umin == b->umin && a->umax == b->umax;
}

static void join_low(struct fact *into, const struct fact *a, const struct fact *b) {
    unsigned bits = a->low_bits < b->low_bits ? a->low_bits : b->low_bits;
    while (bits && ((a->low ^ b->low) & ((1u << bits) - 1))) {
        bits--;
    }
    set_low(into, bits, a->low);
}

bool fact_is_handle(const struct fact *fact) {
    return fact->kind == KIND_CTX || fact->kind == KIND_MAP || fact->kind == KIND_LOST;
}

static bool is_null(const struct fact *fact) {
    return fact_is_constant(fact) && fact->umin == 0;
}

static struct fact join_scalars(const struct fact *a, const struct fact *b) {
    struct fact joined =
        fact_scalar(a->umin < b->umin ? a->umin : b->umin, a->umax > b->umax ? a->umax : b->umax);
    join_low(&joined, a, b);
    return joined;
}

static struct fact join_pointers(const struct fact *a, const struct fact *b) {
    struct fact joined = *a;
    joined.off_min = a->off_min < b->off_min ? a->off_min : b->off_min;
    joined.off_max = a->off_max > b->off_max ? a->off_max : b->off_max;
    joined.maybe_null |= b->maybe_null;
    joined.holds_ctx |= b->holds_ctx;
    join_low(&joined, a, b);
    if (a->kind == b->kind) {
        joined.object = a->object == b->object ? a->object : (uint32_t)OBJECT_UNKNOWN;
        return joined;
    }
    joined.kind = KIND_MEMORY;
    joined.object = OBJECT_UNKNOWN;
    set_low(&joined, 0, 0);
    return joined;
}

struct fact fact_join(const struct fact *a, const struct fact *b) {
    if (a->kind == KIND_NONE) {
        return *b;
    }
    if (b->kind == KIND_NONE || fact_equal(a, b)) {
        return *a;
    }
    if (a->kind == KIND_SCALAR && b->kind == KIND_SCALAR) {
        return join_scalars(a, b);
    }
    /* The frame pointer stays apart: what is stored through a mixture would escape the slots. */
    bool mixes_frame = (a->kind == KIND_FRAME) != (b->kind == KIND_FRAME);
    if (fact_is_pointer(a) && fact_is_pointer(b) && !mixes_frame &&
        (a->kind == b->kind || (!fact_is_handle(a) && !fact_is_handle(b)))) {
        return join_pointers(a, b);
    }
    const struct fact *pointer = is_null(a) ? b : a;
    bool may_be_null = !fact_is_handle(pointer) || pointer->kind == KIND_MAP;
    if ((is_null(a) || is_null(b)) && fact_is_pointer(pointer) && may_be_null) {
        struct fact joined = *pointer;
        joined.maybe_null = true;
        return joined;
    }
    struct fact lost = fact_unknown();
    lost.kind = fact_is_handle(a) || fact_is_handle(b) ? KIND_LOST : KIND_SCALAR;
    return lost;
}

static uint64_t next_umax(uint64_t value) {
    static const uint64_t steps[] = {0xff, 0xffff, UINT32_MAX, INT64_MAX};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (value <= steps[i]) {
            return steps[i];
        }
    }
    return UINT64_MAX;
}

static int64_t next_off_max(int64_t value) {
    return value <= PACKET_MAX_BYTES     ? PACKET_MAX_BYTES
           : value <= POINTER_MAX_OFFSET ? POINTER_MAX_OFFSET
                                         : INT64_MAX;
}

static int64_t next_off_min(int64_t value) {
    return value >= 0 ? 0 : value >= POINTER_MIN_OFFSET ? POINTER_MIN_OFFSET : INT64_MIN;
}

struct fact fact_widen(const struct fact *old, const struct fact *new) {
    struct fact joined = fact_join(old, new);
    if (joined.kind != old->kind || fact_equal(&joined, old)) {
        return joined;
    }
    if (joined.kind == KIND_SCALAR) {
        joined.umax = joined.umax > old->umax ? next_umax(joined.umax) : joined.umax;
        joined.umin = joined.umin < old->umin ? 0 : joined.umin;
    } else if (fact_is_pointer(&joined)) {
        joined.off_max =
            joined.off_max > old->off_max ? next_off_max(joined.off_max) : joined.off_max;
        joined.off_min =
            joined.off_min < old->off_min ? next_off_min(joined.off_min) : joined.off_min;
    }
    return joined;
}

struct fact fact_clobber(const struct fact *fact) {
    struct fact clobbered = fact_unknown();
    clobbered.kind = fact_is_handle(fact) ? KIND_LOST : KIND_SCALAR;
    return clobbered;
}

/* Low bits of the address an object starts at; contract of runtime.h and lib/codegen/data.c. */
static unsigned base_low_bits(const struct facts *facts, enum kind kind, uint8_t *low) {
    *low = 0;
    switch (kind) {
    case KIND_PACKET:
    case KIND_PACKET_META:
        *low = 2; /* NET_IP_ALIGN: an IP header behind Ethernet's 14 bytes is aligned */
        return facts->packet_moves ? 0 : 2;
    case KIND_CTX:
    case KIND_FRAME:
    case KIND_MAP_VALUE:
    case KIND_DATA:
        return LOW_BITS;
    default:
        return 0;
    }
}

unsigned fact_alignment(const struct facts *facts, const struct fact *fact, int64_t offset) {
    uint8_t base;
    unsigned bits = base_low_bits(facts, fact->kind, &base);
    if (fact->kind == KIND_MEMORY && fact->object == 0) {
        bits = LOW_BITS; /* the memory of a raw program */
    }
    bits = bits < fact->low_bits ? bits : fact->low_bits;
    unsigned address = base + fact->low + (unsigned)(offset & 7);
    while (bits && (address & ((1u << bits) - 1))) {
        bits--;
    }
    return 1u << bits;
}
