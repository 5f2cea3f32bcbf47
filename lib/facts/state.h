/* SPDX-License-Identifier: Apache-2.0 */
/* States as they are kept at block entries: facts are shared, so that a state costs a few
 * pointers and two states compare fast. */
#ifndef BPF_AOT_FACTS_STATE_H
#define BPF_AOT_FACTS_STATE_H

#include "fact.h"

/* Every fact that some state is made of, once. */
struct fact_table {
    struct table_entry {
        const struct fact *fact; /* NULL: free */
        uint64_t hash;
    } *entries;             /* open addressing */
    size_t capacity, count; /* a power of two */
};

struct kept_slot {
    const struct fact *fact; /* NULL: nothing is known */
    uint8_t at, bytes;
};

struct block_state {
    uint64_t raw_bytes;
    uint32_t packet_bytes, meta_bytes;
    int32_t escape_low;
    enum lock_state lock;
    const struct fact *regs[REG_COUNT]; /* NULL: unknown, or never read */
    /* CHUNK_SLOTS slots each, shared with the states before and after; NULL: nothing is known. */
    const struct kept_slot *chunks[];
};

enum { CHUNK_SLOTS = 8 };

/* How a state flows into a block. */
struct join {
    struct session *s;
    struct fact_table *table;
    const struct block_state *origin; /* what the state was when it was expanded, or NULL */
    uint32_t slot_count;
    uint32_t first_class; /* names of this block's classes: one for each register and slot */
    uint32_t own_classes; /* their count */
    uint16_t live;        /* registers that are read later */
    bool loop_head;
    bool widen;
    bool gives_up; /* what would change is unknown from here on */
};

/* The fact as kept in the table. */
const struct fact *state_share(struct session *s, struct fact_table *table,
                               const struct fact *fact);
struct block_state *state_new(struct session *s, uint32_t slot_count);
static inline struct kept_slot state_slot(const struct block_state *state, uint32_t slot) {
    const struct kept_slot *chunk = state->chunks[slot / CHUNK_SLOTS];
    return chunk ? chunk[slot % CHUNK_SLOTS] : (struct kept_slot){.fact = NULL};
}
void state_set_slot(struct session *s, struct block_state *state, uint32_t slot,
                    const struct fact *fact);
void state_expand(struct facts_state *into, const struct block_state *from, uint32_t slot_count);
/* Joins `from` into `*into` (NULL: the first); true when that changed it. `from` may be changed. */
bool state_join(const struct join *join, struct block_state **into, struct facts_state *from);

#endif
