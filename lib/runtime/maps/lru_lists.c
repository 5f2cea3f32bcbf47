/* SPDX-License-Identifier: Apache-2.0 */
/* Which element an LRU map gives up: the kernel's choice (kernel/bpf/bpf_lru_list.c). */
#include "maps/lru_lists.h"

void bpf_aot_lru_add(const struct lru *lru, enum lru_place place, uint32_t number) {
    struct bpf_aot_lru_list *list =
        place == LRU_ACTIVE ? &lru->lists->active : &lru->lists->inactive;
    list_add(lru, &list->first, &list->last, number);
    list->count++;
    set_place(lru, number, place | lru->lane);
    clear_mark(lru, number);
}

/* The mark of the rotation leaves the element, too. */
void bpf_aot_lru_remove_node(const struct lru *lru, uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    struct bpf_aot_lru_list *list =
        (node->place & LRU_PLACE_MASK) == LRU_ACTIVE ? &lru->lists->active : &lru->lists->inactive;
    if (lru->lists->rotation == number) {
        lru->lists->rotation = node->prev;
    }
    list_remove(lru, &list->first, &list->last, number);
    list->count--;
}

static void move(const struct lru *lru, enum lru_place place, uint32_t number) {
    bpf_aot_lru_remove_node(lru, number);
    bpf_aot_lru_add(lru, place, number);
}

bool bpf_aot_lru_give_up(const struct lru *lru, uint32_t number) {
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

/* The oldest active ones: used again, to the front; otherwise inactive. */
static void rotate_active(const struct lru *lru) {
    uint32_t first = lru->lists->active.first;
    uint32_t number = lru->lists->active.last;
    for (uint32_t scans = 0; number && scans < lru->scans; scans++) {
        uint32_t prev = node_at(lru, number)->prev;
        move(lru, is_referenced(lru, number) ? LRU_ACTIVE : LRU_INACTIVE, number);
        if (number == first) {
            break;
        }
        number = prev;
    }
}

/* Inactive ones that were used become active; goes on where it ended the last time. */
static void rotate_inactive(const struct lru *lru) {
    struct bpf_aot_lru_list *list = &lru->lists->inactive;
    uint32_t current = lru->lists->rotation;
    uint32_t end = *next_of(lru, &list->first, current);
    uint32_t next = 0;
    if (!end) {
        end = list->first;
    }
    for (uint32_t scans = 0; end && scans < lru->scans; scans++) {
        if (!current) {
            current = list->last;
        }
        next = node_at(lru, current)->prev;
        if (is_referenced(lru, current)) {
            move(lru, LRU_ACTIVE, current);
        }
        if (current == end) {
            break;
        }
        current = next;
    }
    lru->lists->rotation = next;
}

static void set_free(const struct lru *lru, uint32_t *free_list, uint32_t number) {
    bpf_aot_lru_remove_node(lru, number);
    set_place(lru, number, LRU_FREE);
    push_free(lru, free_list, number);
}

/* Inactive ones from the oldest on that were not used. */
static uint32_t shrink_inactive(const struct lru *lru, uint32_t *free_list, uint32_t wanted) {
    uint32_t number = lru->lists->inactive.last;
    uint32_t found = 0;
    for (uint32_t scans = 0; number && found < wanted && scans < lru->scans; scans++) {
        uint32_t prev = node_at(lru, number)->prev;
        if (is_referenced(lru, number)) {
            move(lru, LRU_ACTIVE, number);
        } else if (bpf_aot_lru_give_up(lru, number)) {
            set_free(lru, free_list, number);
            found++;
        }
        number = prev;
    }
    return found;
}

/* The oldest of the list that is in the hash. */
static bool give_up_any(const struct lru *lru, uint32_t *free_list, uint32_t number) {
    while (number && !bpf_aot_lru_give_up(lru, number)) {
        number = node_at(lru, number)->prev;
    }
    if (number) {
        set_free(lru, free_list, number);
    }
    return number != 0;
}

/* If all are in use lately: one of them all the same. Of active ones the kernel takes none while
 * others delete all of the inactive ones, and refuses the update. */
void bpf_aot_lru_shrink(const struct lru *lru, uint32_t *free_list, uint32_t wanted) {
    if (!shrink_inactive(lru, free_list, wanted) &&
        !give_up_any(lru, free_list, lru->lists->inactive.last)) {
        give_up_any(lru, free_list, lru->lists->active.last);
    }
}

void bpf_aot_lru_rotate(const struct lru *lru) {
    if (lru->lists->inactive.count < lru->lists->active.count) {
        rotate_active(lru);
    }
    rotate_inactive(lru);
}
