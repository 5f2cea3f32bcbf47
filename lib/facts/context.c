/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.def as tables: which runtime member stands behind a uapi field, how wide accesses to it
 * may be, and which program types may make them (kernel: net/core/filter.c, *_is_valid_access). */
#include <inttypes.h>

#include "facts/facts.h"

/* What is of another layout gives no element, so that positions in a list are those in the
 * struct. */
#define ONLY_xdp_xdp(...) __VA_ARGS__
#define ONLY_xdp_skb(...)
#define ONLY_skb_xdp(...)
#define ONLY_skb_skb(...) __VA_ARGS__
#define ONLY_xdp_sk_lookup(...)
#define ONLY_skb_sk_lookup(...)
#define ONLY_sk_lookup_xdp(...)
#define ONLY_sk_lookup_skb(...)
#define ONLY_sk_lookup_sk_lookup(...) __VA_ARGS__

enum xdp_member {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_xdp_##layout(MEMBER_xdp_##field, )
#define RUNTIME_POINTER(layout, field) ONLY_xdp_##layout(MEMBER_xdp_##field, )
#define RUNTIME_U32(layout, field)     ONLY_xdp_##layout(MEMBER_xdp_##field, )
#include "bpf-aot/contexts.def"
    MEMBER_xdp_COUNT
};

enum skb_member {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_skb_##layout(MEMBER_skb_##field, )
#define RUNTIME_POINTER(layout, field) ONLY_skb_##layout(MEMBER_skb_##field, )
#define RUNTIME_U32(layout, field)     ONLY_skb_##layout(MEMBER_skb_##field, )
#include "bpf-aot/contexts.def"
    MEMBER_skb_COUNT
};

enum sk_lookup_member {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_sk_lookup_##layout(MEMBER_sk_lookup_##field, )
#define RUNTIME_POINTER(layout, field) ONLY_sk_lookup_##layout(MEMBER_sk_lookup_##field, )
#define RUNTIME_U32(layout, field)     ONLY_sk_lookup_##layout(MEMBER_sk_lookup_##field, )
#include "bpf-aot/contexts.def"
    MEMBER_sk_lookup_COUNT
};

enum rule {
    RULE_PACKET,
    RULE_PACKET_END,
    RULE_PACKET_META,
    RULE_FLOW_KEYS,
    RULE_SOCK,
    RULE_U64,
    RULE_U32,
    RULE_WORD,
    RULE_U16,
    RULE_QUEUE,
    RULE_U8,
    RULE_CB,
    RULE_ADDRESS6,
    RULE_NARROW6,
    RULE_PORT,
};

/* A pointer behind 4 bytes of uapi is loaded by exactly these; other fields narrowly only where the
 * kernel says so (bpf_ctx_narrow_access_ok). Of members with 16 stored bits the kernel has a
 * __u16; NO_QUEUE_MAPPING (net/core/filter.c) is not stored. */
static const struct context_rule rules[] = {
    [RULE_PACKET] = {.value = KIND_PACKET, .words = 0, .load = {4, 4}},
    [RULE_PACKET_END] = {.value = KIND_PACKET_END, .words = 0, .load = {4, 4}},
    [RULE_PACKET_META] = {.value = KIND_PACKET_META, .words = 0, .load = {4, 4}},
    [RULE_FLOW_KEYS] = {.value = KIND_MEMORY, .words = 0, .load = {8, 8}, .pointee_bytes = 56},
    [RULE_SOCK] =
        {.value = KIND_MEMORY, .words = 0, .load = {8, 8}, .pointee_bytes = 80, .maybe_null = true},
    [RULE_U64] = {.value = KIND_SCALAR, .words = 2, .load = {8, 8}, .store = {8, 8}},
    [RULE_U32] =
        {.value = KIND_SCALAR, .words = 1, .load = {1, 4}, .store = {4, 4}, .sign_extends = true},
    [RULE_WORD] =
        {.value = KIND_SCALAR, .words = 1, .load = {4, 4}, .store = {4, 4}, .sign_extends = true},
    [RULE_U16] = {.value = KIND_SCALAR,
                  .words = 1,
                  .load = {1, 4},
                  .store = {4, 4},
                  .sign_extends = true,
                  .stored_max = UINT16_MAX},
    [RULE_QUEUE] = {.value = KIND_SCALAR,
                    .words = 1,
                    .load = {1, 4},
                    .store = {4, 4},
                    .sign_extends = true,
                    .stored_max = UINT16_MAX,
                    .ignores_beyond = true},
    [RULE_U8] = {.value = KIND_SCALAR, .words = 1, .load = {1, 1}, .sign_extends = true},
    [RULE_CB] =
        {.value = KIND_SCALAR, .words = 5, .load = {1, 8}, .store = {1, 8}, .sign_extends = true},
    [RULE_ADDRESS6] = {.value = KIND_SCALAR, .words = 4, .load = {4, 4}, .sign_extends = true},
    [RULE_NARROW6] = {.value = KIND_SCALAR, .words = 4, .load = {1, 4}, .sign_extends = true},
    [RULE_PORT] =
        {.value = KIND_SCALAR, .words = 1, .load = {1, 4}, .sign_extends = true, .widens = true},
};

static const struct context_member xdp_members[] = {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_xdp_##layout({&rules[RULE_##kind], #field}, )
#define RUNTIME_POINTER(layout, field) ONLY_xdp_##layout({&rules[RULE_PACKET], #field}, )
#define RUNTIME_U32(layout, field)     ONLY_xdp_##layout({&rules[RULE_U32], #field}, )
#include "bpf-aot/contexts.def"
};

static const struct context_member skb_members[] = {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_skb_##layout({&rules[RULE_##kind], #field}, )
#define RUNTIME_POINTER(layout, field) ONLY_skb_##layout({&rules[RULE_PACKET], #field}, )
#define RUNTIME_U32(layout, field)     ONLY_skb_##layout({&rules[RULE_U32], #field}, )
#include "bpf-aot/contexts.def"
};

static const struct context_member sk_lookup_members[] = {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    ONLY_sk_lookup_##layout({&rules[RULE_##kind], #field}, )
#define RUNTIME_POINTER(layout, field) ONLY_sk_lookup_##layout({&rules[RULE_PACKET], #field}, )
#define RUNTIME_U32(layout, field)     ONLY_sk_lookup_##layout({&rules[RULE_U32], #field}, )
#include "bpf-aot/contexts.def"
};

enum rights {
#define IN(id)                 (1u << CONTEXT_##id)
#define RIGHTS(name, contexts) RIGHTS_##name = (contexts),
#include "bpf-aot/contexts.def"
};

static const struct context_row rows[] = {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    {LAYOUT_##layout,           uapi_offset,      uapi_bytes,      &rules[RULE_##kind],            \
     MEMBER_##layout##_##field, RIGHTS_##readers, RIGHTS_##writers},
#include "bpf-aot/contexts.def"
};

static const struct {
    enum context_layout layout;
    const char *title;
} contexts[CONTEXT_COUNT] = {
    [CONTEXT_RAW] = {LAYOUT_COUNT, "raw"},
#define CONTEXT(id, layout, title) [CONTEXT_##id] = {LAYOUT_##layout, title},
#include "bpf-aot/contexts.def"
};

static const struct {
    const char *name;
    const struct context_member *members;
    uint32_t count;
} layouts[LAYOUT_COUNT] = {
    [LAYOUT_xdp] = {"struct.bpf_aot_xdp", xdp_members, MEMBER_xdp_COUNT},
    [LAYOUT_skb] = {"struct.bpf_aot_skb", skb_members, MEMBER_skb_COUNT},
    [LAYOUT_sk_lookup] = {"struct.bpf_aot_sk_lookup", sk_lookup_members, MEMBER_sk_lookup_COUNT},
};

static bool is_store(const struct insn *insn) {
    return insn->op == OP_ST || insn->op == OP_STX;
}

static const struct context_row *row_at(enum context_layout layout, int64_t offset) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct context_row *row = &rows[i];
        if (row->layout == layout && row->uapi_offset <= offset &&
            offset < row->uapi_offset + row->uapi_bytes) {
            return row;
        }
    }
    return NULL;
}

static bool width_fits(const struct context_row *row, const struct insn *insn, int64_t offset) {
    const struct context_widths *widths = is_store(insn) ? &row->rule->store : &row->rule->load;
    uint32_t bytes = insn->width / 8u;
    bool is_wide = row->rule->widens && bytes == 4 && offset == row->uapi_offset;
    return widths->min <= bytes && bytes <= widths->max && offset % bytes == 0 &&
           (offset + bytes <= row->uapi_offset + row->uapi_bytes || is_wide) &&
           (insn->op != OP_LDSX || row->rule->sign_extends);
}

/* The row behind an access that a program of one type makes, or NULL. */
static const struct context_row *find_for(uint32_t context, const struct insn *insn,
                                          int64_t offset) {
    const struct context_row *row = row_at(contexts[context].layout, offset);
    uint32_t rights = !row ? 0 : is_store(insn) ? row->writers : row->readers;
    return (rights & 1u << context) && width_fits(row, insn, offset) ? row : NULL;
}

const struct context_row *context_find(const struct fact *base, const struct insn *insn) {
    const struct context_row *found = NULL;
    for (uint32_t c = 0; c < CONTEXT_COUNT; c++) {
        if (!(base->object & 1u << c)) {
            continue;
        }
        const struct context_row *row = find_for(c, insn, base->num.smin + insn->off);
        if (!row || (found && found != row)) {
            return NULL;
        }
        found = row;
    }
    return found;
}

/* Why the row does not fit, as the end of a message. */
static const char *reason(struct arena *arena, const struct context_row *row, uint32_t context,
                          const struct insn *insn) {
    if (!row) {
        return "";
    }
    bool stores = is_store(insn);
    const char *field = layouts[row->layout].members[row->member].name;
    if (stores && !(row->writers & 1u << context)) {
        return arena_printf(arena, ": field '%s' is read-only%s", field,
                            row->writers ? " for this program type" : "");
    }
    if (!stores && !(row->readers & 1u << context)) {
        return arena_printf(arena, ": field '%s' is not for this program type", field);
    }
    if (insn->op == OP_LDSX && !row->rule->sign_extends) {
        return arena_printf(arena, ": field '%s' cannot be sign-extended", field);
    }
    const struct context_widths *widths = stores ? &row->rule->store : &row->rule->load;
    return widths->min == widths->max
               ? arena_printf(arena, ": field '%s' takes %u-byte %ss", field, widths->min,
                              stores ? "store" : "load")
               : arena_printf(arena, ": field '%s' takes aligned %ss of %u to %u bytes", field,
                              stores ? "store" : "load", widths->min, widths->max);
}

const char *context_refusal(struct arena *arena, const struct fact *base, const struct insn *insn) {
    int64_t offset = base->num.smin + insn->off;
    const char *verb = is_store(insn)        ? "store"
                       : insn->op == OP_LDSX ? "sign-extending load"
                                             : "load";
    for (uint32_t c = 0; c < CONTEXT_COUNT; c++) {
        if ((base->object & 1u << c) && !find_for(c, insn, offset)) {
            const struct context_row *row = row_at(contexts[c].layout, offset);
            return arena_printf(
                arena, "%s program: no %u-byte %s at offset %" PRId64 " of the context%s%s",
                contexts[c].title, insn->width / 8u, verb, offset, reason(arena, row, c, insn),
                " (contexts.def)");
        }
    }
    return "context access in a function that program types with different contexts share";
}

enum context_layout context_layout(enum context_kind context) {
    return contexts[context].layout;
}

const char *context_members(enum context_layout layout, const struct context_member **members,
                            uint32_t *count) {
    *members = layouts[layout].members;
    *count = layouts[layout].count;
    return layouts[layout].name;
}
