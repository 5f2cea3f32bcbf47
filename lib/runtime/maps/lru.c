/* SPDX-License-Identifier: Apache-2.0 */
/* Which element an LRU map gives up: the kernel's choice (kernel/bpf/bpf_lru_list.c), so that the
 * same calls on one CPU leave the same keys. Elements that a lane took wait in its pending list; a
 * lane without free ones moves them to the shared lists, active when they were used since and
 * inactive otherwise, looks over the ends of both, and gives up inactive ones until it has as many
 * as it wants. Locks: the lane's, then that of the lists, then a bucket's. */
#include "maps/lru.h"

/* Kernel: LOCAL_FREE_TARGET and LOCAL_NR_SCANS. */
enum { TARGET_MAX = 128, SCANS_MAX = 128 };

/* Low bits of a node's place; the lane is above them. */
enum place { PLACE_FREE, PLACE_ACTIVE, PLACE_INACTIVE, PLACE_PENDING, PLACE_TAKEN, PLACE_BITS = 8 };

struct lru {
    const struct table *table;
    struct bpf_aot_hash *head;
    uint32_t max_entries;
};

static struct bpf_aot_lru_node *node_at(const struct lru *lru, uint32_t number) {
    return lru_node(lru->table, number);
}

static void set_place(const struct lru *lru, uint32_t number, uint32_t place) {
    __atomic_store_n(&node_at(lru, number)->place, place, __ATOMIC_RELAXED);
}

static bool is_referenced(const struct lru *lru, uint32_t number) {
    return __atomic_load_n(&node_at(lru, number)->referenced, __ATOMIC_RELAXED) != 0;
}

static void clear_mark(const struct lru *lru, uint32_t number) {
    __atomic_store_n(&node_at(lru, number)->referenced, 0, __ATOMIC_RELAXED);
}

/* Lists are rings; number 0 is the list itself. */
static uint32_t *next_of(const struct lru *lru, uint32_t *first, uint32_t number) {
    return number ? &node_at(lru, number)->next : first;
}

static uint32_t *prev_of(const struct lru *lru, uint32_t *last, uint32_t number) {
    return number ? &node_at(lru, number)->prev : last;
}

static void list_add(const struct lru *lru, uint32_t *first, uint32_t *last, uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    node->prev = 0;
    node->next = *first;
    *prev_of(lru, last, *first) = number;
    *first = number;
}

static void list_remove(const struct lru *lru, uint32_t *first, uint32_t *last, uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    *next_of(lru, first, node->prev) = node->next;
    *prev_of(lru, last, node->next) = node->prev;
}

static void shared_add(const struct lru *lru, enum place place, uint32_t number) {
    struct bpf_aot_lru_list *list =
        place == PLACE_ACTIVE ? &lru->head->active : &lru->head->inactive;
    list_add(lru, &list->first, &list->last, number);
    list->count++;
    set_place(lru, number, place);
    clear_mark(lru, number);
}

/* Takes the element off its shared list, and the mark of the rotation off the element. */
static void shared_remove(const struct lru *lru, uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    struct bpf_aot_lru_list *list =
        node->place == PLACE_ACTIVE ? &lru->head->active : &lru->head->inactive;
    if (lru->head->lru_rotation == number) {
        lru->head->lru_rotation = node->prev;
    }
    list_remove(lru, &list->first, &list->last, number);
    list->count--;
}

static void shared_move(const struct lru *lru, enum place place, uint32_t number) {
    shared_remove(lru, number);
    shared_add(lru, place, number);
}

static void push_free(const struct lru *lru, uint32_t *list, uint32_t number) {
    __atomic_store_n(&table_at(lru->table, number)->next, *list | TABLE_FREE, __ATOMIC_RELEASE);
    *list = number;
}

static uint32_t pop_free(const struct lru *lru, uint32_t *list) {
    uint32_t number = *list;
    if (number) {
        *list = table_at(lru->table, number)->next & ~TABLE_FREE;
    }
    return number;
}

/* Takes the element out of the hash; false: it is not in there, or not yet. */
static bool give_up(const struct lru *lru, uint32_t number) {
    const struct table *table = lru->table;
    uint32_t hash = __atomic_load_n(&table_at(table, number)->hash, __ATOMIC_RELAXED);
    struct bpf_aot_hash_bucket *bucket = &table->buckets[hash & table->mask];
    table_lock(&bucket->lock);
    uint32_t *link = &bucket->first;
    while (table_is_number(*link) && *link != number) {
        link = &table_at(table, *link)->next;
    }
    bool found = *link == number;
    if (found) {
        table_unlink(table, link);
    }
    table_unlock(&bucket->lock);
    return found;
}

static void flush_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t number = lane->pending_last;
    while (number) {
        uint32_t prev = node_at(lru, number)->prev;
        shared_add(lru, is_referenced(lru, number) ? PLACE_ACTIVE : PLACE_INACTIVE, number);
        number = prev;
    }
    lane->pending_first = 0;
    lane->pending_last = 0;
}

/* The oldest active ones: used again, to the front; otherwise inactive. */
static void rotate_active(const struct lru *lru) {
    uint32_t first = lru->head->active.first;
    uint32_t number = lru->head->active.last;
    for (int scans = 0; number && scans < SCANS_MAX; scans++) {
        uint32_t prev = node_at(lru, number)->prev;
        shared_move(lru, is_referenced(lru, number) ? PLACE_ACTIVE : PLACE_INACTIVE, number);
        if (number == first) {
            break;
        }
        number = prev;
    }
}

/* Inactive ones that were used become active; goes on where it ended the last time. */
static void rotate_inactive(const struct lru *lru) {
    struct bpf_aot_lru_list *list = &lru->head->inactive;
    uint32_t current = lru->head->lru_rotation;
    uint32_t end = *next_of(lru, &list->first, current);
    uint32_t next = 0;
    if (!end) {
        end = list->first;
    }
    for (int scans = 0; end && scans < SCANS_MAX; scans++) {
        if (!current) {
            current = list->last;
        }
        next = node_at(lru, current)->prev;
        if (is_referenced(lru, current)) {
            shared_move(lru, PLACE_ACTIVE, current);
        }
        if (current == end) {
            break;
        }
        current = next;
    }
    lru->head->lru_rotation = next;
}

static void free_to_lane(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t number) {
    shared_remove(lru, number);
    set_place(lru, number, PLACE_FREE);
    push_free(lru, &lane->free_list, number);
}

/* Inactive ones from the oldest on that were not used. */
static uint32_t shrink_inactive(const struct lru *lru, struct bpf_aot_hash_lane *lane,
                                uint32_t wanted) {
    uint32_t number = lru->head->inactive.last;
    uint32_t found = 0;
    for (int scans = 0; number && found < wanted && scans < SCANS_MAX; scans++) {
        uint32_t prev = node_at(lru, number)->prev;
        if (is_referenced(lru, number)) {
            shared_move(lru, PLACE_ACTIVE, number);
        } else if (give_up(lru, number)) {
            free_to_lane(lru, lane, number);
            found++;
        }
        number = prev;
    }
    return found;
}

/* If all are in use lately: one of them all the same. */
static void shrink(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t wanted) {
    if (shrink_inactive(lru, lane, wanted)) {
        return;
    }
    struct bpf_aot_hash *head = lru->head;
    uint32_t number = head->inactive.last ? head->inactive.last : head->active.last;
    while (number && !give_up(lru, number)) {
        number = node_at(lru, number)->prev;
    }
    if (number) {
        free_to_lane(lru, lane, number);
    }
}

/* How many a lane gets at once; the kernel's division of a small map among its CPUs. */
static uint32_t target(const struct lru *lru) {
    uint32_t share = lru->max_entries / (bpf_aot_active_cpus ? bpf_aot_active_cpus : 1) / 2;
    return share < 1 ? 1 : share > TARGET_MAX ? TARGET_MAX : share;
}

/* One that nobody uses, without giving up anything: freed before, or never used. */
static uint32_t take_unused(const struct lru *lru) {
    uint32_t number = pop_free(lru, &lru->head->lru_free);
    if (!number && lru->head->used < lru->max_entries) {
        number = lru->head->used + 1;
        __atomic_store_n(&lru->head->used, number, __ATOMIC_RELAXED);
    }
    return number;
}

/* What was given back lately leaves its list and becomes everybody's. */
static void flush_given(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t number;
    while ((number = pop_free(lru, &lane->given))) {
        shared_remove(lru, number);
        set_place(lru, number, PLACE_FREE);
        push_free(lru, &lru->head->lru_free, number);
    }
    lane->given_count = 0;
}

static void refill(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t wanted = target(lru);
    uint32_t number;
    table_lock(&lru->head->lru_lock);
    flush_given(lru, lane);
    flush_pending(lru, lane);
    if (lru->head->inactive.count < lru->head->active.count) {
        rotate_active(lru);
    }
    rotate_inactive(lru);
    while (wanted && (number = take_unused(lru))) {
        push_free(lru, &lane->free_list, number);
        wanted--;
    }
    if (wanted) {
        shrink(lru, lane, wanted);
    }
    table_unlock(&lru->head->lru_lock);
}

static void add_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t number,
                        uint32_t hash) {
    uint32_t index = (uint32_t)(lane - lru->head->lanes);
    __atomic_store_n(&table_at(lru->table, number)->hash, hash, __ATOMIC_RELAXED);
    set_place(lru, number, PLACE_PENDING | index << PLACE_BITS);
    clear_mark(lru, number);
    list_add(lru, &lane->pending_first, &lane->pending_last, number);
}

/* The oldest that was not used, or simply the oldest. */
static uint32_t pop_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    for (int force = 0; force < 2; force++) {
        uint32_t number = lane->pending_last;
        for (; number; number = node_at(lru, number)->prev) {
            if ((force || !is_referenced(lru, number)) && give_up(lru, number)) {
                list_remove(lru, &lane->pending_first, &lane->pending_last, number);
                set_place(lru, number, PLACE_TAKEN);
                __atomic_store_n(&table_at(lru->table, number)->next, TABLE_FREE, __ATOMIC_RELEASE);
                return number;
            }
        }
    }
    return 0;
}

static uint32_t take_given(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    if (!lane->given) {
        return 0;
    }
    table_lock(&lru->head->lru_lock);
    flush_given(lru, lane);
    uint32_t number = take_unused(lru);
    table_unlock(&lru->head->lru_lock);
    return number;
}

static uint32_t steal(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t hash) {
    uint32_t from = __atomic_load_n(&lane->next_steal, __ATOMIC_RELAXED);
    uint32_t number = 0;
    for (uint32_t i = 0; !number && i < BPF_AOT_HASH_LANES; i++, from++) {
        struct bpf_aot_hash_lane *victim = &lru->head->lanes[from % BPF_AOT_HASH_LANES];
        table_lock(&victim->lock);
        number = pop_free(lru, &victim->free_list);
        if (!number) {
            number = take_given(lru, victim);
        }
        if (!number) {
            number = pop_pending(lru, victim);
        }
        table_unlock(&victim->lock);
    }
    __atomic_store_n(&lane->next_steal, from % BPF_AOT_HASH_LANES, __ATOMIC_RELAXED);
    if (number) {
        table_lock(&lane->lock);
        add_pending(lru, lane, number, hash);
        table_unlock(&lane->lock);
    }
    return number;
}

uint32_t bpf_aot_lru_take(const struct table *table, const struct bpf_aot_map *map, uint32_t hash) {
    struct lru lru = {.table = table, .head = table->head, .max_entries = map->max_entries};
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    uint32_t number = pop_free(&lru, &lane->free_list);
    if (!number) {
        refill(&lru, lane);
        number = pop_free(&lru, &lane->free_list);
    }
    if (number) {
        add_pending(&lru, lane, number, hash);
    }
    table_unlock(&lane->lock);
    return number ? number : steal(&lru, lane, hash);
}

/* A pending element goes back to the lane that took it, unless it has left in the meantime. */
static bool give_to_lane(const struct lru *lru, uint32_t number, uint32_t place) {
    struct bpf_aot_hash_lane *lane = &lru->head->lanes[place >> PLACE_BITS];
    table_lock(&lane->lock);
    bool pending = node_at(lru, number)->place == place;
    if (pending) {
        list_remove(lru, &lane->pending_first, &lane->pending_last, number);
        set_place(lru, number, PLACE_FREE);
        push_free(lru, &lane->free_list, number);
    }
    table_unlock(&lane->lock);
    return pending;
}

/* The shared lists change only once a lane's share; nobody misses what is in `given`, because an
 * element that is in no chain is not given up either. */
void bpf_aot_lru_give(const struct table *table, const struct bpf_aot_map *map, uint32_t number) {
    struct lru lru = {.table = table, .head = table->head, .max_entries = map->max_entries};
    uint32_t place = __atomic_load_n(&node_at(&lru, number)->place, __ATOMIC_RELAXED);
    if ((place & ((1 << PLACE_BITS) - 1)) == PLACE_PENDING && give_to_lane(&lru, number, place)) {
        return;
    }
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    push_free(&lru, &lane->given, number);
    if (++lane->given_count >= target(&lru)) {
        table_lock(&table->head->lru_lock);
        flush_given(&lru, lane);
        table_unlock(&table->head->lru_lock);
    }
    table_unlock(&lane->lock);
}
