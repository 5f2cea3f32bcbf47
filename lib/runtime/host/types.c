/* SPDX-License-Identifier: Apache-2.0 */
/* host/types.def as a table. */
#include "host/types.h"

static const struct host_type types[] = {
#define HOST_TYPE(id, view, key_min, key_max, value_min, value_max, flags, required, refused,      \
                  largest, entries, batch, missing)                                                \
    {id,       view,    key_min, key_max, value_min, value_max, flags,                             \
     required, refused, largest, entries, batch,     missing},
#include "host/types.def"
};

const struct host_type *bpf_aot_host_type(uint32_t id) {
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (types[i].id == id) {
            return &types[i];
        }
    }
    return NULL;
}
