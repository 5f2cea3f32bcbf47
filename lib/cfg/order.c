/* SPDX-License-Identifier: Apache-2.0 */
/* Reverse post-order, loop heads and predecessors. Iterative: a function may have 10^6 blocks. */
#include "blocks.h"

struct walk {
    uint32_t block, next_succ;
};

static void find_post_order(struct session *s, struct function_cfg *cfg, uint32_t *post,
                            uint32_t *count) {
    struct walk *stack = ARENA_NEW_N(&s->arena, struct walk, cfg->block_count);
    bool *seen = arena_alloc(&s->arena, cfg->block_count);
    size_t depth = 0;
    stack[depth++] = (struct walk){.block = 0};
    seen[0] = true;
    while (depth) {
        struct walk *top = &stack[depth - 1];
        const struct block *block = &cfg->blocks[top->block];
        if (top->next_succ == block->succ_count) {
            post[(*count)++] = top->block;
            depth--;
            continue;
        }
        uint32_t next = block->succ[top->next_succ++];
        if (!seen[next]) {
            seen[next] = true;
            stack[depth++] = (struct walk){.block = next};
        }
    }
}

static void find_preds(struct session *s, struct function_cfg *cfg) {
    for (uint32_t i = 0; i < cfg->order_count; i++) {
        const struct block *block = &cfg->blocks[cfg->order[i]];
        for (uint32_t j = 0; j < block->succ_count; j++) {
            struct block *succ = &cfg->blocks[block->succ[j]];
            succ->pred_count++;
            succ->loop_head |= succ->order <= i;
        }
    }
    uint32_t *filled = ARENA_NEW_N(&s->arena, uint32_t, cfg->block_count);
    for (uint32_t i = 0; i < cfg->order_count; i++) {
        struct block *block = &cfg->blocks[cfg->order[i]];
        for (uint32_t j = 0; j < block->succ_count; j++) {
            uint32_t target = block->succ[j];
            struct block *succ = &cfg->blocks[target];
            if (!succ->preds) {
                succ->preds = ARENA_NEW_N(&s->arena, uint32_t, succ->pred_count);
            }
            ((uint32_t *)succ->preds)[filled[target]++] = cfg->order[i];
        }
    }
}

void order_find(struct session *s, struct function_cfg *cfg) {
    uint32_t *post = ARENA_NEW_N(&s->arena, uint32_t, cfg->block_count);
    uint32_t count = 0;
    find_post_order(s, cfg, post, &count);
    uint32_t *order = ARENA_NEW_N(&s->arena, uint32_t, count);
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        cfg->blocks[b].order = BLOCK_NONE;
    }
    for (uint32_t i = 0; i < count; i++) {
        order[i] = post[count - 1 - i];
        cfg->blocks[order[i]].order = i;
    }
    cfg->order = order;
    cfg->order_count = count;
    find_preds(s, cfg);
}
