/* SPDX-License-Identifier: Apache-2.0 */
/* Where ways meet: facts join one by one, classes as a whole. Two places stay in one class when
 * the same distance lies between them on both ways; the class is then named after the first of
 * them, because its value is another one on each way. */
#include "state.h"

/* One register or slot on both ways. */
struct place {
    const struct fact *old; /* as kept; NULL: nothing */
    const struct fact *new;
    const struct fact *same; /* what it is on both ways and stays; then nothing is `joined` */
    struct fact joined;
    bool known;
};

enum {
    MAX_PLACES = REG_COUNT + BPF_STACK_BYTES / SLOT_BYTES,
    HEAD_BUCKETS = 256,
};

struct joiner {
    const struct join *join;
    const struct block_state *into;
    struct facts_state *from;
    struct place *places; /* registers, then slots */
    uint32_t count;
    struct fact lost;
    uint8_t heads[HEAD_BUCKETS]; /* 1 + places that may head a class, by what they have in common */
};

_Static_assert(MAX_PLACES < UINT8_MAX && MAX_PLACES <= HEAD_BUCKETS * 3 / 4,
               "there always is a free bucket");

/* A number, or an address whose distance from the start of its object is one: all of a kind have
 * the same start. */
static bool is_fixed(const struct fact *fact) {
    bool one_start = fact->kind == KIND_SCALAR || fact->kind == KIND_PACKET ||
                     fact->kind == KIND_PACKET_META || fact->kind == KIND_FRAME;
    return fact->class == CLASS_NONE && one_start && scalar_is_constant(&fact->num);
}

/* The class that a fact is in for this purpose: what is fixed is at a known distance from 0. */
static uint32_t class_of(const struct fact *fact, int64_t *delta) {
    *delta = is_fixed(fact) ? (int64_t)fact->num.umin : fact->delta;
    return is_fixed(fact) ? CLASS_NUMBER : fact->class;
}

static bool is_own(const struct join *join, uint32_t class) {
    return class >= join->first_class && class - join->first_class < join->own_classes;
}

/* The class means the same value on both ways. */
static bool keeps_class(const struct join *join, const struct place *place) {
    return place->old->class != CLASS_NONE && place->old->class == place->new->class &&
           place->old->delta == place->new->delta && !is_own(join, place->old->class);
}

/* A loop may shorten what is known to lie behind a pointer, round by round. */
static uint32_t least_range(const struct joiner *j, uint32_t old, uint32_t new) {
    return new >= old ? old : j->join->widen ? 0 : new;
}

/* What `range` is behind the head of a class that a fact is in. */
static uint32_t range_from(const struct fact *fact, const struct fact *head,
                           uint32_t packet_bytes) {
    int64_t range = is_fixed(head) ? (int64_t)packet_bytes + 1 - head->num.smin
                    : fact->range  ? (int64_t)fact->range - head->delta
                                   : 0;
    return range > 0 && range <= PACKET_MAX_BYTES + 1 ? (uint32_t)range : 0;
}

static uint32_t proven_bytes(uint32_t packet_bytes, uint32_t meta_bytes, const struct fact *fact) {
    return fact->kind == KIND_PACKET ? packet_bytes : meta_bytes;
}

static bool has_range(const struct fact *fact) {
    return fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_META;
}

/* Places i and first are as far from each other on the old way as on the new one. */
static bool same_distance(const struct place *a, const struct place *b) {
    int64_t a_old, a_new, b_old, b_new;
    return a->joined.kind == b->joined.kind &&
           class_of(a->old, &a_old) == class_of(b->old, &b_old) &&
           class_of(a->new, &a_new) == class_of(b->new, &b_new) && a_old - b_old == a_new - b_new;
}

/* Numbers and addresses that a loop may move. In its first round they are constants; they get a
 * class of their own all the same, so that what they are later is of the same one everywhere. */
static bool is_movable(const struct fact *fact) {
    bool fixed = fact_is_handle(fact) || fact->kind == KIND_FUNC || fact->kind == KIND_PACKET_END;
    return !fixed && !fact->undefined;
}

static bool needs_class(const struct join *join, const struct fact *fact) {
    return !scalar_is_constant(&fact->num) || (join->loop_head && is_movable(fact));
}

static bool may_have_class(const struct place *place) {
    int64_t unused;
    return !scalar_is_constant(&place->joined.num) && class_of(place->old, &unused) &&
           class_of(place->new, &unused);
}

/* Puts a place into the class that is headed by `head`, an earlier place or itself. */
static void enter_class(struct joiner *j, struct place *place, const struct place *head) {
    int64_t head_old, head_new, own_old;
    class_of(head->old, &head_old);
    class_of(head->new, &head_new);
    class_of(place->old, &own_old);
    place->joined.class = j->join->first_class + (uint32_t)(head - j->places);
    place->joined.delta = own_old - head_old;
    if (has_range(&place->joined)) {
        const struct facts_state *from = j->from;
        uint32_t packet = j->into ? j->into->packet_bytes : from->packet_bytes;
        uint32_t meta = j->into ? j->into->meta_bytes : from->meta_bytes;
        uint32_t old = proven_bytes(packet, meta, place->old);
        uint32_t new = proven_bytes(from->packet_bytes, from->meta_bytes, place->new);
        place->joined.range = least_range(j, range_from(place->old, head->old, old),
                                          range_from(place->new, head->new, new));
    }
}

static uint32_t bucket_of(const struct place *place) {
    int64_t old, new;
    uint64_t hash = class_of(place->old, &old);
    hash = hash * 0x9e3779b97f4a7c15ull + class_of(place->new, &new);
    hash = (hash + (uint64_t)old - (uint64_t)new) * 0x9e3779b97f4a7c15ull;
    return (uint32_t)(hash >> 56) % HEAD_BUCKETS;
}

/* The first place as far away on both ways; at last the place itself. */
static struct place *find_head(struct joiner *j, struct place *place) {
    uint32_t at = bucket_of(place);
    for (; j->heads[at]; at = (at + 1) % HEAD_BUCKETS) {
        struct place *head = &j->places[j->heads[at] - 1];
        if (same_distance(head, place)) {
            return head;
        }
    }
    j->heads[at] = (uint8_t)(1 + (place - j->places));
    return place;
}

static void join_class(struct joiner *j, struct place *place) {
    const struct join *join = j->join;
    if (!place->known || place->same || join->gives_up || place->joined.kind != place->old->kind ||
        place->joined.kind != place->new->kind) {
        return;
    }
    if (keeps_class(join, place)) {
        place->joined.class = place->old->class;
        place->joined.delta = place->old->delta;
        place->joined.range = least_range(j, place->old->range, place->new->range);
        return;
    }
    bool alone = join->loop_head || has_range(&place->joined);
    if (!may_have_class(place)) {
        if (alone && needs_class(join, &place->joined)) {
            place->joined.class = join->first_class + (uint32_t)(place - j->places);
        }
        return;
    }
    struct place *head = find_head(j, place);
    if (head != place || alone) {
        enter_class(j, place, head);
        enter_class(j, head, head);
    }
}

/* A fact that both ways share needs no class of this block. */
static bool stays(const struct join *join, const struct fact *fact) {
    return fact->class != CLASS_NONE ? !is_own(join, fact->class)
                                     : !join->loop_head && !has_range(fact);
}

static void join_place(struct joiner *j, struct place *place) {
    if (!place->old || !place->new) {
        return;
    }
    place->known = true;
    bool is_equal = fact_equal(place->old, place->new);
    if (is_equal && stays(j->join, place->old)) {
        place->same = place->old;
        return;
    }
    if (is_equal) {
        place->joined = *place->old;
        fact_leave_class(&place->joined);
    } else if (j->join->gives_up) {
        struct fact joined = fact_join(place->old, place->new);
        place->joined = fact_clobber(&joined);
        place->joined.undefined = joined.undefined;
    } else if (j->join->widen) {
        place->joined = fact_widen(place->old, place->new);
    } else {
        place->joined = fact_join(place->old, place->new);
    }
    bool had_frame = place->old->kind == KIND_FRAME || place->new->kind == KIND_FRAME;
    if (had_frame && place->joined.kind != KIND_FRAME) {
        state_escape(j->from, place->old);
        state_escape(j->from, place->new);
    }
}

static bool is_live(const struct join *join, uint32_t place) {
    return place >= REG_COUNT || place == REG_FP || (join->live & 1u << place);
}

static void find_registers(struct joiner *j) {
    for (uint32_t i = 0; i < REG_COUNT; i++) {
        bool live = is_live(j->join, i);
        const struct fact *from = &j->from->regs[i];
        j->places[i].old = !live ? NULL : j->into ? j->into->regs[i] : from;
        j->places[i].new = live ? from : NULL;
        j->places[i].same = NULL;
        j->places[i].known = false;
    }
}

static bool is_handle(const struct fact *fact, uint8_t bytes) {
    return bytes == 8 && fact && fact_is_handle(fact);
}

/* What is a handle on one way may be one: it is lost, whatever the other way has there. */
static void lose_handle(struct joiner *j, uint32_t i) {
    if (!j->into) {
        return;
    }
    struct kept_slot kept = state_slot(j->into, i);
    struct slot *from = &j->from->slots[i];
    if (is_handle(kept.fact, kept.bytes) && from->bytes != 8) {
        *from = (struct slot){.bytes = 8, .fact = fact_clobber(kept.fact)};
        j->from->slots[i - 1].bytes = 0;
    }
}

static void find_slots(struct joiner *j) {
    for (uint32_t i = j->join->slot_count; i-- > 0;) {
        lose_handle(j, i);
        const struct slot *from = &j->from->slots[i];
        struct place *place = &j->places[REG_COUNT + i];
        struct kept_slot first = {.fact = &from->fact, .at = from->at, .bytes = from->bytes};
        struct kept_slot kept = from->bytes && j->into ? state_slot(j->into, i) : first;
        bool same = from->bytes && kept.fact && kept.at == from->at && kept.bytes == from->bytes;
        bool new_handle = !same && is_handle(&from->fact, from->bytes);
        place->old = same ? kept.fact : new_handle ? &j->lost : NULL;
        place->new = same || new_handle ? &from->fact : NULL;
        place->same = NULL;
        place->known = false;
    }
}

/* The fact as kept. Most are what they were here, or where the state comes from. */
static const struct fact *share(const struct join *join, const struct place *place,
                                const struct fact *kept, const struct fact *origin) {
    if (!place->known) {
        return NULL;
    }
    const struct fact *fact = place->same ? place->same : &place->joined;
    if (kept && (kept == fact || fact_equal(kept, fact))) {
        return kept;
    }
    if (origin && fact_equal(origin, fact)) {
        return origin;
    }
    return state_share(join->s, join->table, fact);
}

static bool keep_register(const struct joiner *j, struct block_state *into, uint32_t i) {
    const struct fact *origin = j->join->origin ? j->join->origin->regs[i] : NULL;
    const struct fact *shared = share(j->join, &j->places[i], into->regs[i], origin);
    bool changed = into->regs[i] != shared;
    into->regs[i] = shared;
    return changed;
}

static bool same_slots(const struct kept_slot *a, const struct kept_slot *b) {
    for (uint32_t i = 0; i < CHUNK_SLOTS; i++) {
        if (a[i].fact != b[i].fact ||
            (a[i].fact && (a[i].at != b[i].at || a[i].bytes != b[i].bytes))) {
            return false;
        }
    }
    return true;
}

static bool keep_chunk(const struct joiner *j, struct block_state *into, uint32_t chunk) {
    static const struct kept_slot nothing[CHUNK_SLOTS];
    const struct block_state *origin = j->join->origin;
    const struct kept_slot *old = into->chunks[chunk] ? into->chunks[chunk] : nothing;
    const struct kept_slot *before =
        origin && origin->chunks[chunk] ? origin->chunks[chunk] : nothing;
    struct kept_slot slots[CHUNK_SLOTS] = {{.fact = NULL}};
    for (uint32_t i = 0; i < CHUNK_SLOTS; i++) {
        uint32_t slot = chunk * CHUNK_SLOTS + i;
        const struct place *place = &j->places[REG_COUNT + slot];
        if (slot < j->join->slot_count && place->known) {
            slots[i].fact = share(j->join, place, old[i].fact, before[i].fact);
            slots[i].at = j->from->slots[slot].at;
            slots[i].bytes = j->from->slots[slot].bytes;
        }
    }
    if (same_slots(slots, old)) {
        return false;
    }
    into->chunks[chunk] = same_slots(slots, nothing) ? NULL
                          : same_slots(slots, before)
                              ? before
                              : arena_copy(&j->join->s->arena, slots, sizeof(slots));
    return true;
}

static uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static bool keep_bounds(struct block_state *into, const struct facts_state *from) {
    struct block_state before = *into;
    into->raw_bytes = least(into->raw_bytes, from->raw_bytes);
    into->packet_bytes = (uint32_t)least(into->packet_bytes, from->packet_bytes);
    into->meta_bytes = (uint32_t)least(into->meta_bytes, from->meta_bytes);
    into->escape_low = into->escape_low < from->escape_low ? into->escape_low : from->escape_low;
    into->lock = locks_join(into->lock, from->lock);
    return into->lock != before.lock || into->raw_bytes != before.raw_bytes ||
           into->packet_bytes != before.packet_bytes || into->meta_bytes != before.meta_bytes ||
           into->escape_low != before.escape_low;
}

static struct block_state *new_state(const struct joiner *j) {
    struct block_state *state = state_new(j->join->s, j->join->slot_count);
    state->raw_bytes = UINT64_MAX;
    state->packet_bytes = state->meta_bytes = UINT32_MAX;
    state->lock = j->from->lock;
    return state;
}

static bool keep_all(const struct joiner *j, struct block_state *into) {
    bool changed = keep_bounds(into, j->from);
    for (uint32_t i = 0; i < REG_COUNT; i++) {
        changed |= keep_register(j, into, i);
    }
    for (uint32_t i = 0; i * CHUNK_SLOTS < j->join->slot_count; i++) {
        changed |= keep_chunk(j, into, i);
    }
    return changed;
}

bool state_join(const struct join *join, struct block_state **into, struct facts_state *from) {
    struct place places[MAX_PLACES];
    struct joiner j = {
        .join = join,
        .into = *into,
        .from = from,
        .places = places,
        .count = REG_COUNT + join->slot_count,
        .lost = fact_lost(KIND_LOST),
    };
    find_registers(&j);
    find_slots(&j);
    for (uint32_t i = 0; i < j.count; i++) {
        join_place(&j, &places[i]);
    }
    for (uint32_t i = 0; i < j.count; i++) {
        join_class(&j, &places[i]);
    }
    bool is_new = !*into;
    *into = *into ? *into : new_state(&j);
    return keep_all(&j, *into) || is_new;
}
