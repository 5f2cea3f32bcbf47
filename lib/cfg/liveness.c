/* SPDX-License-Identifier: Apache-2.0 */
/* Which registers a block may read before it writes them: backwards, to a fixpoint. */
#include "blocks.h"

struct effect {
    uint16_t reads, writes;
};

static struct effect block_effect(const struct cfg *cfg, const struct function *function,
                                  const struct block *block) {
    struct effect effect = {0, 0};
    for (uint32_t i = block->end; i-- > block->first;) {
        uint16_t writes = cfg_writes(&function->insns[i]);
        effect.reads = (uint16_t)((effect.reads & ~writes) | cfg_reads(cfg, &function->insns[i]));
        effect.writes |= writes;
    }
    return effect;
}

void liveness_find(struct session *s, const struct cfg *cfg, const struct function *function,
                   struct function_cfg *fn) {
    struct effect *effects = ARENA_NEW_N(&s->arena, struct effect, fn->block_count);
    for (uint32_t i = 0; i < fn->order_count; i++) {
        effects[fn->order[i]] = block_effect(cfg, function, &fn->blocks[fn->order[i]]);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = fn->order_count; i-- > 0;) {
            struct block *block = &fn->blocks[fn->order[i]];
            const struct effect *effect = &effects[fn->order[i]];
            uint16_t out = 0;
            for (uint32_t j = 0; j < block->succ_count; j++) {
                out |= fn->blocks[block->succ[j]].live_in;
            }
            uint16_t live = (uint16_t)(effect->reads | (out & ~effect->writes));
            changed |= live != block->live_in;
            block->live_in = live;
        }
    }
    fn->params = fn->blocks[0].live_in & 0x3e;
}
