/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks whose input changed, the first in the order first: a loop is walked until nothing in it
 * changes before what comes behind it is walked at all. A binary heap over places in the order. */
#include "solver.h"

void worklist_open(struct worklist *list, struct arena *arena, uint32_t block_count) {
    *list = (struct worklist){
        .heap = ARENA_NEW_N(arena, uint32_t, block_count),
        .listed = arena_alloc(arena, block_count),
    };
}

void worklist_add(struct worklist *list, uint32_t order) {
    if (list->listed[order]) {
        return;
    }
    list->listed[order] = true;
    uint32_t at = list->count++;
    for (; at > 0 && list->heap[(at - 1) / 2] > order; at = (at - 1) / 2) {
        list->heap[at] = list->heap[(at - 1) / 2];
    }
    list->heap[at] = order;
}

bool worklist_take(struct worklist *list, uint32_t *order) {
    if (list->count == 0) {
        return false;
    }
    *order = list->heap[0];
    list->listed[*order] = false;
    uint32_t last = list->heap[--list->count], at = 0;
    for (uint32_t child = 1; child < list->count; child = 2 * at + 1) {
        child += child + 1 < list->count && list->heap[child + 1] < list->heap[child];
        if (list->heap[child] >= last) {
            break;
        }
        list->heap[at] = list->heap[child];
        at = child;
    }
    list->heap[at] = last;
    return true;
}
