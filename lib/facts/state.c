/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps states: each fact once, in a hash table. */
#include "state.h"

#include <string.h>

size_t state_bytes(uint32_t slot_count) {
    return sizeof(struct facts_state) + slot_count * sizeof(struct slot);
}

static uint64_t hash_of(const struct fact *fact) {
    uint64_t words[sizeof(*fact) / sizeof(uint64_t)];
    memcpy(words, fact, sizeof(words));
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15ull;
        hash ^= hash >> 29;
    }
    return hash;
}

/* Where the fact is, or a free entry for it. */
static struct table_entry *find(const struct fact_table *table, const struct fact *fact,
                                uint64_t hash) {
    size_t at = hash & (table->capacity - 1);
    for (;; at = (at + 1) & (table->capacity - 1)) {
        struct table_entry *entry = &table->entries[at];
        if (!entry->fact ||
            (entry->hash == hash && (entry->fact == fact || fact_equal(entry->fact, fact)))) {
            return entry;
        }
    }
}

static void grow(struct session *s, struct fact_table *table) {
    enum { FIRST_CAPACITY = 256 };
    struct fact_table larger = {
        .capacity = table->capacity ? 2 * table->capacity : FIRST_CAPACITY,
        .count = table->count,
    };
    larger.entries = ARENA_NEW_N(&s->arena, struct table_entry, larger.capacity);
    for (size_t i = 0; i < table->capacity; i++) {
        const struct table_entry *entry = &table->entries[i];
        if (entry->fact) {
            *find(&larger, entry->fact, entry->hash) = *entry;
        }
    }
    *table = larger;
}

const struct fact *state_share(struct session *s, struct fact_table *table,
                               const struct fact *fact) {
    if (4 * table->count >= 3 * table->capacity) {
        grow(s, table);
    }
    uint64_t hash = hash_of(fact);
    struct table_entry *entry = find(table, fact, hash);
    if (!entry->fact) {
        entry->fact = arena_copy(&s->arena, fact, sizeof(*fact));
        entry->hash = hash;
        table->count++;
    }
    return entry->fact;
}

static uint32_t chunk_count(uint32_t slot_count) {
    return (slot_count + CHUNK_SLOTS - 1) / CHUNK_SLOTS;
}

struct block_state *state_new(struct session *s, uint32_t slot_count) {
    return arena_alloc(&s->arena, sizeof(struct block_state) +
                                      chunk_count(slot_count) * sizeof(const struct kept_slot *));
}

void state_set_slot(struct session *s, struct block_state *state, uint32_t slot,
                    const struct fact *fact) {
    const struct kept_slot **chunk = &state->chunks[slot / CHUNK_SLOTS];
    if ((*chunk)[slot % CHUNK_SLOTS].fact != fact) {
        struct kept_slot *copy =
            arena_copy(&s->arena, *chunk, CHUNK_SLOTS * sizeof(struct kept_slot));
        copy[slot % CHUNK_SLOTS].fact = fact;
        *chunk = copy;
    }
}

void state_expand(struct facts_state *into, const struct block_state *from, uint32_t slot_count) {
    into->raw_bytes = from->raw_bytes;
    into->packet_bytes = from->packet_bytes;
    into->meta_bytes = from->meta_bytes;
    into->escape_low = from->escape_low;
    into->lock = from->lock;
    for (int r = 0; r < REG_COUNT; r++) {
        into->regs[r] = from->regs[r] ? *from->regs[r] : fact_unknown();
    }
    for (uint32_t i = 0; i < slot_count; i++) {
        struct kept_slot slot = state_slot(from, i);
        into->slots[i].at = slot.at;
        into->slots[i].bytes = slot.fact ? slot.bytes : 0;
        if (slot.fact) {
            into->slots[i].fact = *slot.fact;
        }
    }
}
