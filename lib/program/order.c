/* SPDX-License-Identifier: Apache-2.0 */
/* Programs first: a prog_array may have made programs of functions that were found late. */
#include "program/build.h"

/* place: new index by the one so far */
static void move_functions(struct builder *b, const uint32_t *place) {
    size_t count = b->functions.count;
    struct function *functions = ARENA_NEW_N(&b->s->arena, struct function, count);
    struct piece **origins = ARENA_NEW_N(&b->s->arena, struct piece *, count);
    for (size_t i = 0; i < count; i++) {
        functions[place[i]] = b->functions.data[i];
        origins[place[i]] = b->origins.data[i];
    }
    b->functions.data = functions;
    b->functions.capacity = count;
    b->origins.data = origins;
    b->origins.capacity = count;
}

static void rename_insns(struct builder *b, const uint32_t *place) {
    for (size_t i = 0; i < b->functions.count; i++) {
        struct function *function = &b->functions.data[i];
        for (size_t j = 0; j < function->insn_count; j++) {
            struct prog_insn *insn = &function->insns[j];
            insn->ref_index = insn->ref == REF_FUNCTION ? place[insn->ref_index] : insn->ref_index;
        }
    }
}

/* The arrays are ours; they are const for those who read the program. */
static void rename_addresses(const struct program_address *addresses, size_t count,
                             const uint32_t *place) {
    struct program_address *writable = (struct program_address *)addresses;
    for (size_t i = 0; i < count; i++) {
        if (writable[i].ref == REF_FUNCTION) {
            writable[i].ref_index = place[writable[i].ref_index];
        }
    }
}

bool program_order(struct builder *b) {
    uint32_t *place = ARENA_NEW_N(&b->s->arena, uint32_t, b->functions.count);
    uint32_t next = 0;
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < b->functions.count; i++) {
            if ((b->functions.data[i].kind != FUNC_PROGRAM) == others) {
                place[i] = next++;
            }
        }
    }
    move_functions(b, place);
    rename_insns(b, place);
    for (size_t i = 0; i < b->data.count; i++) {
        rename_addresses(b->data.data[i].addresses, b->data.data[i].address_count, place);
    }
    for (size_t i = 0; i < b->maps.count; i++) {
        rename_addresses(b->maps.data[i].values, b->maps.data[i].value_count, place);
    }
    return true;
}
