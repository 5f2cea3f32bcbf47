/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.def as tables: which runtime member stands behind a uapi field. */

#include "facts/facts.h"

/* Members of the runtime's struct in the order of contexts.def. */
enum xdp_member {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access) MEMBER_##context##_##field,
#define RUNTIME_POINTER(context, field)                              MEMBER_##context##_##field,
#include "bpf-aot/contexts.def"
    MEMBER_xdp_COUNT
};

#define CONTEXT_OF_xdp      CONTEXT_XDP
#define KIND_OF_PACKET      KIND_PACKET
#define KIND_OF_PACKET_END  KIND_PACKET_END
#define KIND_OF_PACKET_META KIND_PACKET_META
#define KIND_OF_U32         KIND_SCALAR

static const struct context_row rows[] = {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access)                               \
    {CONTEXT_OF_##context,       uapi_offset, uapi_bytes, KIND_OF_##kind,                          \
     MEMBER_##context##_##field, #field},
#include "bpf-aot/contexts.def"
};

#define POINTER_PACKET      true
#define POINTER_PACKET_END  true
#define POINTER_PACKET_META true
#define POINTER_U32         false

static const bool xdp_pointers[] = {
#define FIELD(context, uapi_offset, uapi_bytes, kind, field, access) POINTER_##kind,
#define RUNTIME_POINTER(context, field)                              true,
#include "bpf-aot/contexts.def"
};

const struct context_row *context_find(enum context_kind context, int64_t offset,
                                       uint32_t size_bytes) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct context_row *row = &rows[i];
        if (row->context == context && row->uapi_offset == offset &&
            row->uapi_bytes == size_bytes) {
            return row;
        }
    }
    return NULL;
}

uint32_t context_members(enum context_kind context, const bool **is_pointer) {
    *is_pointer = xdp_pointers;
    return context == CONTEXT_XDP ? (uint32_t)MEMBER_xdp_COUNT : 0;
}
