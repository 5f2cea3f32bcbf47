/* SPDX-License-Identifier: Apache-2.0 */
/* Loop counters. One that starts at s, moves by c and comes back only while it is not N, with N
 * reached exactly, stays in [s, N - c] where the loop begins. Once some counter of a loop is
 * bounded, so is the number of rounds, and with it whatever else moves by constants. */
#include "solver.h"

static const struct fact *kept_fact(const struct block_state *state, uint32_t place) {
    return place < REG_COUNT ? state->regs[place] : state_slot(state, place - REG_COUNT).fact;
}

static struct fact *fact_at(struct facts_state *state, uint32_t place) {
    if (place < REG_COUNT) {
        return &state->regs[place];
    }
    struct slot *slot = &state->slots[place - REG_COUNT];
    return slot->bytes ? &slot->fact : NULL;
}

/* The low bits that steps of c leave alone. */
static uint64_t low_bits(int64_t c) {
    return ((uint64_t)c & (0 - (uint64_t)c)) - 1;
}

/* Every value that the head may hold reaches `last` by steps of c, a power of two. */
static bool is_in_step(const struct scalar *head, int64_t c, int64_t last) {
    uint64_t size = c < 0 ? 0 - (uint64_t)c : (uint64_t)c;
    uint64_t low = low_bits(c);
    return low == size - 1 && !(head->bits.mask & low) &&
           !((head->bits.value ^ (uint64_t)last) & low);
}

/* The same for other steps, as long as nothing else comes in. */
static bool is_counter(struct solver *v, struct counter *counter, const struct fact *entry,
                       int64_t c, int64_t last) {
    struct counter wanted = {entry->num.smin, c, last, true, false};
    int64_t way;
    if (counter->broken || !scalar_is_constant(&entry->num) ||
        __builtin_sub_overflow(last, wanted.start, &way) || way % c) {
        return false;
    }
    if (!counter->used && !v->narrows) {
        *counter = wanted;
    }
    return counter->used && counter->start == wanted.start && counter->step == c &&
           counter->last == last;
}

/* [s + c, N - c], or downwards [N - c, s + c], in steps of c; false when that is nothing. */
static bool rounds_of(int64_t start, int64_t last, int64_t c, struct scalar *rounds) {
    int64_t first;
    if (__builtin_add_overflow(start, c, &first) || (c > 0 ? first > last : first < last)) {
        return false;
    }
    *rounds = c > 0 ? scalar_signed_range(first, last) : scalar_signed_range(last, first);
    uint64_t low = low_bits(c);
    struct scalar in_step = scalar_unknown();
    in_step.bits = (struct tnum){.value = (uint64_t)last & low, .mask = ~low};
    return scalar_meet(rounds, &in_step);
}

/* The rule for one counter that comes back. */
static void bound_counter(struct solver *v, struct counter *counter, const struct fact *entry,
                          const struct fact *head, struct fact *back) {
    int64_t c = back->delta, last;
    if (!back->excludes || entry->kind != back->kind || head->kind != back->kind ||
        __builtin_sub_overflow((int64_t)back->excluded, c, &last) ||
        (!is_in_step(&head->num, c, last) && !is_counter(v, counter, entry, c, last))) {
        return;
    }
    int64_t start = c > 0 ? entry->num.smin : entry->num.smax;
    bool inside = c > 0 ? head->num.smin >= start && head->num.smax <= last
                        : head->num.smax <= start && head->num.smin >= last;
    struct scalar rounds;
    if (inside && rounds_of(start, last, c, &rounds)) {
        back->num = rounds;
    }
}

/* The value is what came into the loop: of a class from before its head, or never moved. */
static bool stays(const struct solver *v, uint32_t head, const struct fact *now,
                  const struct fact *back) {
    if (!now || !back || back->class == CLASS_NONE || now->class != back->class ||
        now->delta != back->delta || now->kind != back->kind) {
        return false;
    }
    uint32_t block = solver_class_block(v, back->class);
    return block == BLOCK_NONE || block == head ||
           v->cfg->blocks[block].order < v->cfg->blocks[head].order;
}

static void note_step(struct step *step, const struct fact *fact, uint32_t class) {
    if (!fact || fact->class != class) {
        step->unknown = true;
        return;
    }
    step->min = !step->known || fact->delta < step->min ? fact->delta : step->min;
    step->max = !step->known || fact->delta > step->max ? fact->delta : step->max;
    step->known = true;
}

/* What was let in on the counter's account has to be said again, as it is. */
static void break_counter(struct solver *v, uint32_t head, struct counter *counter) {
    const struct block *block = &v->cfg->blocks[head];
    counter->broken = true;
    for (uint32_t i = 0; i < block->pred_count; i++) {
        if (v->own->at_block[block->preds[i]]) {
            worklist_add(&v->work->changed, v->cfg->blocks[block->preds[i]].order);
        }
    }
}

static bool is_used(const struct solver *v, const struct counter *counter) {
    return counter->used && !counter->broken && !v->narrows;
}

void induct_entry(struct solver *v, uint32_t head) {
    uint32_t places = REG_COUNT + v->own->slot_count;
    for (uint32_t i = 0; i < places; i++) {
        struct counter *counter = &v->work->counters[head][i];
        const struct fact *entry = kept_fact(v->work->loop_entry[head], i);
        bool same = entry && scalar_is_constant(&entry->num) && entry->num.smin == counter->start;
        if (is_used(v, counter) && !same) {
            break_counter(v, head, counter);
        }
    }
}

/* A way back that does not count on as the others do. */
static bool strays(const struct counter *counter, const struct fact *back, uint32_t class) {
    return !back || back->class != class || back->delta != counter->step || !back->excludes ||
           (int64_t)(back->excluded - (uint64_t)counter->step) != counter->last;
}

void induct_way_back(struct solver *v, uint32_t head, struct facts_state *state) {
    const struct block_state *at = v->own->at_block[head], *entry = v->work->loop_entry[head];
    uint32_t places = REG_COUNT + v->own->slot_count;
    if (!at || !entry) {
        return;
    }
    for (uint32_t i = 0; i < places; i++) {
        struct fact *back = fact_at(state, i);
        const struct fact *before = kept_fact(entry, i), *now = kept_fact(at, i);
        uint32_t class = solver_class(v, head, i);
        if (v->narrows) {
            struct step *step = &v->work->steps[head][i];
            note_step(step, back, class);
            step->changes |= !stays(v, head, now, back);
        }
        struct counter *counter = &v->work->counters[head][i];
        if (is_used(v, counter) && strays(counter, back, class)) {
            break_counter(v, head, counter);
        }
        if (back && before && now && back->class == class && back->delta) {
            bound_counter(v, counter, before, now, back);
        }
    }
}

/* The most rounds that a bounded counter leaves, or -1. One whose next step may wrap bounds
 * nothing. */
static int64_t rounds_left(const struct step *step, const struct fact *entry,
                           const struct fact *head) {
    int64_t way = -1, beyond;
    if (!step->known || step->unknown || !entry || !head || entry->kind != head->kind) {
        return -1;
    }
    if (step->min > 0 && !__builtin_add_overflow(head->num.smax, step->max, &beyond) &&
        !__builtin_sub_overflow(head->num.smax, entry->num.smin, &way)) {
        return way >= 0 ? way / step->min : -1;
    }
    if (step->max < 0 && !__builtin_add_overflow(head->num.smin, step->min, &beyond) &&
        !__builtin_sub_overflow(entry->num.smax, head->num.smin, &way)) {
        return way >= 0 ? way / -step->max : -1;
    }
    return -1;
}

static void bound_by_rounds(const struct step *step, const struct fact *entry, struct fact *fact,
                            int64_t rounds) {
    int64_t low, high;
    if (entry && !step->changes && entry->kind == fact->kind) {
        scalar_meet(&fact->num, &entry->num);
        return;
    }
    if (rounds < 0 || !step->known || step->unknown || !entry || entry->kind != fact->kind ||
        __builtin_mul_overflow(step->min < 0 ? step->min : 0, rounds, &low) ||
        __builtin_mul_overflow(step->max > 0 ? step->max : 0, rounds, &high) ||
        __builtin_add_overflow(entry->num.smin, low, &low) ||
        __builtin_add_overflow(entry->num.smax, high, &high)) {
        return;
    }
    struct scalar bound = scalar_signed_range(low, high);
    scalar_meet(&fact->num, &bound);
}

static void bound_place(struct solver *v, uint32_t head, struct block_state *state, uint32_t place,
                        int64_t rounds) {
    const struct fact *kept = kept_fact(state, place);
    if (!kept) {
        return;
    }
    struct fact fact = *kept;
    bound_by_rounds(&v->work->steps[head][place], kept_fact(v->work->next_loop_entry[head], place),
                    &fact, rounds);
    kept = fact_equal(&fact, kept) ? kept : state_share(v->s, v->facts->table, &fact);
    if (place < REG_COUNT) {
        state->regs[place] = kept;
    } else {
        state_set_slot(v->s, state, place - REG_COUNT, kept);
    }
}

static void note_end(struct solver *v, uint32_t head) {
    if (!v->own->ends) {
        v->own->ends = ARENA_NEW_N(&v->s->arena, bool, v->cfg->block_count);
    }
    v->own->ends[head] = true;
}

void induct_head(struct solver *v, uint32_t head, struct block_state *state) {
    uint32_t places = REG_COUNT + v->own->slot_count;
    const struct block_state *entry = v->work->next_loop_entry[head];
    int64_t least = entry ? rounds_by_shape(v, head, entry) : -1;
    for (uint32_t i = 0; i < places && entry; i++) {
        int64_t rounds =
            rounds_left(&v->work->steps[head][i], kept_fact(entry, i), kept_fact(state, i));
        least = rounds >= 0 && (least < 0 || rounds < least) ? rounds : least;
    }
    if (least >= 0) {
        note_end(v, head);
    }
    for (uint32_t i = 0; i < places && entry; i++) {
        bound_place(v, head, state, i, least);
    }
}
