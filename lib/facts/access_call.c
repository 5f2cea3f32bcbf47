/* SPDX-License-Identifier: Apache-2.0 */
/* The accesses of calls: what helpers.def says of memory arguments, pointers that must not be
 * NULL, and where a callx may go. */
#include <string.h>

#include "access_parts.h"

/* Sizes of what a map holds, when it is known. */
static bool map_size(const struct facts_cursor *cursor, bool is_key, struct access *a) {
    const struct fact *map = &cursor->state->regs[1];
    const struct program_map *known = map->kind == KIND_MAP ? fact_map(cursor->facts, map) : NULL;
    if (!known) {
        a->size = is_key ? SIZE_KEY : SIZE_VALUE;
        return false;
    }
    a->size_bytes = is_key ? known->key_size : known->value_size;
    return true;
}

/* The most that the argument behind a pointer says, as the runtime's function takes it. */
static uint64_t sized_by_argument(const struct facts_cursor *cursor, bool is_u64,
                                  struct access *a) {
    const struct fact *size = &cursor->state->regs[a->reg + 1];
    uint64_t limit = is_u64 ? UINT64_MAX : UINT32_MAX;
    a->size = is_u64 ? SIZE_U64 : SIZE_U32;
    a->size_reg = a->reg + 1;
    if (size->kind != KIND_SCALAR || size->num.umax > limit) {
        return limit;
    }
    if (fact_is_constant(size)) {
        a->size = SIZE_FIXED;
        a->size_bytes = (uint32_t)size->num.umin;
    }
    return size->num.umax;
}

/* bpf_snprintf, bpf_strncmp: the kernel's check_reg_const_str. */
static void find_string(const struct facts_cursor *cursor, struct access *a) {
    const struct fact *fact = &cursor->state->regs[a->reg];
    const struct program_data *data =
        fact->kind == KIND_DATA && fact->object != OBJECT_UNKNOWN && fact_is_exact(fact)
            ? &cursor->facts->program->data[fact->object]
            : NULL;
    if (data && data->read_only && fact->num.smin >= 0 &&
        (uint64_t)fact->num.smin < data->size_bytes && data->bytes &&
        memchr(data->bytes + fact->num.smin, 0, data->size_bytes - (uint64_t)fact->num.smin)) {
        return;
    }
    a->verdict = ACCESS_REFUSE;
    access_missing(a, "R%u is not a string that ends in NUL in a read-only map", a->reg);
}

static void find_memory(const struct facts_cursor *cursor, const struct helper_row *row,
                        int argument, struct access *a) {
    const struct arg_row *arg = arg_row(row->args[argument]);
    uint64_t most = UINT32_MAX;
    if (arg->touched == TOUCH_STRING) {
        find_string(cursor, a);
        return;
    }
    if (arg->touched == TOUCH_FIXED) {
        most = a->size_bytes = arg->size_bytes;
    } else if (arg->touched == TOUCH_NEXT) {
        most = sized_by_argument(cursor, row->args[argument + 1] == ARG_U64, a);
    } else if (map_size(cursor, arg->touched == TOUCH_KEY, a)) {
        most = a->size_bytes;
    }
    a->writes = arg->access == ACCESS_WRITES;
    a->is_field = row->args[argument] == ARG_LOCK || row->args[argument] == ARG_TIMER ||
                  row->args[argument] == ARG_KPTR;
    bool is_null = arg->access == ACCESS_NULL && fact_is_number(&cursor->state->regs[a->reg], 0);
    /* Nothing is touched of no bytes, wherever they are. */
    if (most && !(is_null && arg->touched != TOUCH_NEXT)) {
        access_judge(cursor, a, most);
    }
}

/* A map or callback that may be NULL; check.c has seen to its kind. */
static void find_handle(const struct facts_cursor *cursor, enum helper_arg kind, struct access *a) {
    const struct fact *fact = &cursor->state->regs[a->reg];
    if (fact->maybe_null) {
        a->verdict = ACCESS_GUARD;
        a->bounds = BOUNDS_NOT_NULL;
        access_missing(a, "R%u type=%s_or_null expected=%s", a->reg,
                       kind == ARG_MAP ? "map_ptr" : "func", kind == ARG_MAP ? "map_ptr" : "func");
    }
}

unsigned access_find_helper(const struct facts_cursor *cursor, const struct helper_row *row,
                            struct access found[ACCESSES_MAX]) {
    unsigned count = 0;
    for (int i = 0; i < 5 && row->args[i] != ARG_NONE; i++) {
        bool is_handle = row->args[i] == ARG_MAP || row->args[i] == ARG_FUNC;
        if (!is_handle && !arg_is_memory(row->args[i])) {
            continue;
        }
        struct access *a = &found[count++];
        *a = (struct access){.verdict = ACCESS_PROVEN, .reg = (unsigned)i + 1};
        if (is_handle) {
            find_handle(cursor, row->args[i], a);
        } else {
            find_memory(cursor, row, i, a);
        }
    }
    return count;
}

unsigned access_find_callx(const struct facts_cursor *cursor, const struct insn *insn,
                           struct access found[ACCESSES_MAX]) {
    const struct fact *target = &cursor->state->regs[insn->dst];
    const struct helper_row *row = facts_callx_helper(target);
    if (row) {
        return access_find_helper(cursor, row, found);
    }
    bool known = target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN &&
                 !target->maybe_null && target->num.smin == 0 && target->num.smax == 0;
    found[0] = (struct access){.verdict = ACCESS_PROVEN, .reg = insn->dst};
    if (!known) {
        found[0].verdict = ACCESS_GUARD;
        found[0].bounds = BOUNDS_FUNCTION;
        access_missing(&found[0], "R%u is not known to be the address of a function", insn->dst);
    }
    return 1;
}
