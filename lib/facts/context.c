/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.def as tables: which runtime member stands behind a uapi field. */
#include "facts/facts.h"

/* One column of flags a context: which members are pointers. What is of another context gives no
 * element, so that positions in the list are those in the struct. */
#define IN_xdp_xdp(...) __VA_ARGS__
#define IN_xdp_skb(...)
#define IN_skb_xdp(...)
#define IN_skb_skb(...) __VA_ARGS__

#define POINTER_PACKET      true
#define POINTER_PACKET_END  true
#define POINTER_PACKET_META true
#define POINTER_U32         false

enum xdp_member {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    IN_xdp_##context(MEMBER_xdp_##field, )
#define RUNTIME_POINTER(context, field) IN_xdp_##context(MEMBER_xdp_##field, )
#define RUNTIME_U32(context, field)     IN_xdp_##context(MEMBER_xdp_##field, )
#include "bpf-aot/contexts.def"
    MEMBER_xdp_COUNT
};

enum skb_member {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    IN_skb_##context(MEMBER_skb_##field, )
#define RUNTIME_POINTER(context, field) IN_skb_##context(MEMBER_skb_##field, )
#define RUNTIME_U32(context, field)     IN_skb_##context(MEMBER_skb_##field, )
#include "bpf-aot/contexts.def"
    MEMBER_skb_COUNT
};

static const bool xdp_pointers[] = {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    IN_xdp_##context(POINTER_##kind, )
#define RUNTIME_POINTER(context, field) IN_xdp_##context(true, )
#define RUNTIME_U32(context, field)     IN_xdp_##context(false, )
#include "bpf-aot/contexts.def"
};

static const bool skb_pointers[] = {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    IN_skb_##context(POINTER_##kind, )
#define RUNTIME_POINTER(context, field) IN_skb_##context(true, )
#define RUNTIME_U32(context, field)     IN_skb_##context(false, )
#include "bpf-aot/contexts.def"
};

#define CONTEXT_OF_xdp      CONTEXT_XDP
#define CONTEXT_OF_skb      CONTEXT_SKB
#define KIND_OF_PACKET      KIND_PACKET
#define KIND_OF_PACKET_END  KIND_PACKET_END
#define KIND_OF_PACKET_META KIND_PACKET_META
#define KIND_OF_U32         KIND_SCALAR
#define WRITABLE_R          false
#define WRITABLE_RW         true

static const struct context_row rows[] = {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    {CONTEXT_OF_##context,       uapi_offset, uapi_bytes, KIND_OF_##kind, WRITABLE_##access,       \
     MEMBER_##context##_##field, #field},
#include "bpf-aot/contexts.def"
};

const struct context_row *context_find(uint32_t context, int64_t offset, uint32_t size_bytes) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct context_row *row = &rows[i];
        if (row->context == context && row->uapi_offset == offset &&
            row->uapi_bytes == size_bytes) {
            return row;
        }
    }
    return NULL;
}

static const struct context_struct {
    const char *name;
    const bool *is_pointer;
    uint32_t count;
} structs[] = {
    [CONTEXT_RAW] = {"raw", NULL, 0},
    [CONTEXT_XDP] = {"xdp", xdp_pointers, MEMBER_xdp_COUNT},
    [CONTEXT_SKB] = {"skb", skb_pointers, MEMBER_skb_COUNT},
};

const char *context_name(uint32_t context) {
    return context < CONTEXT_COUNT ? structs[context].name : "unknown";
}

uint32_t context_members(enum context_kind context, const bool **is_pointer) {
    *is_pointer = structs[context].is_pointer;
    return structs[context].count;
}
