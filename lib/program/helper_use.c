/* SPDX-License-Identifier: Apache-2.0 */
/* Which program types may hand their context to which helper: helper_use.def. */
#include "program/program.h"

enum {
#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effect) HELPER_ID_##name = id,
#include "bpf-aot/helpers.def"
};

static const struct {
    uint32_t helper, contexts;
} uses[] = {
#define IN(id)                       (1u << CONTEXT_##id)
#define HELPER_USE(helper, contexts) {HELPER_ID_##helper, contexts},
#include "bpf-aot/helper_use.def"
};

bool helper_allows_contexts(uint32_t helper, uint32_t contexts) {
    for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
        if (uses[i].helper == helper) {
            return !(contexts & ~uses[i].contexts);
        }
    }
    return true;
}
