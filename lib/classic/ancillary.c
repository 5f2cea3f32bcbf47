/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of ancillary.def by their offsets. */
#include <linux/bpf.h>
#include <linux/filter.h>

#include "classic/codes.h"

enum {
#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effect) HELPER_ID_##name = id,
#include "bpf-aot/helpers.def"
};

enum {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    FIELD_##layout##_##field = uapi_offset,
#include "bpf-aot/contexts.def"
};

#define WHAT_FIELD(field)   FIELD_skb_##field
#define WHAT_NETWORK(field) FIELD_skb_##field
#define WHAT_DEVICE(field)  FIELD_skb_##field
#define WHAT_CALL(helper)   HELPER_ID_##helper
#define WHAT_XOR(none)      0

static const struct ancillary_row rows[] = {
#define ANCILLARY(name, how, what, mnemonic)                                                       \
    {(uint32_t)(SKF_AD_OFF + SKF_AD_##name), ANCILLARY_##how, WHAT_##how(what), mnemonic},
#include "classic/ancillary.def"
};

bool ancillary_is(uint32_t k) {
    return k >= (uint32_t)SKF_AD_OFF;
}

const struct ancillary_row *ancillary_row(uint32_t k) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].k == k) {
            return &rows[i];
        }
    }
    return NULL;
}
