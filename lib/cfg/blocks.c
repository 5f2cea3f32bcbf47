/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts a function at jump targets and after jumps, and connects the pieces. */
#include "blocks.h"

static bool ends_block(const struct prog_insn *insn) {
    return insn->insn.op == OP_JA || insn->insn.op == OP_EXIT || insn_is_branch(&insn->insn);
}

static bool jumps(const struct prog_insn *insn) {
    return insn->insn.op == OP_JA || insn_is_branch(&insn->insn);
}

/* One flag per insn: a block begins here. */
static bool *find_leaders(struct session *s, const struct function *function) {
    bool *leader = arena_alloc(&s->arena, function->insn_count + 1);
    leader[0] = true;
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        if (jumps(insn)) {
            leader[insn->target] = true;
        }
        if (ends_block(insn)) {
            leader[i + 1] = true;
        }
    }
    return leader;
}

static void cut(struct session *s, const struct function *function, struct function_cfg *cfg) {
    const bool *leader = find_leaders(s, function);
    uint32_t count = 0;
    for (size_t i = 0; i < function->insn_count; i++) {
        count += leader[i];
    }
    cfg->blocks = ARENA_NEW_N(&s->arena, struct block, count);
    uint32_t *block_of = ARENA_NEW_N(&s->arena, uint32_t, function->insn_count);
    for (uint32_t i = 0; i < function->insn_count; i++) {
        if (leader[i]) {
            cfg->blocks[cfg->block_count++].first = i;
        }
        block_of[i] = cfg->block_count - 1;
        cfg->blocks[cfg->block_count - 1].end = i + 1;
    }
    cfg->block_of = block_of;
}

static void add_successor(struct block *block, uint32_t target) {
    if (block->succ_count == 1 && block->succ[0] == target) {
        return;
    }
    block->succ[block->succ_count++] = target;
}

static void connect(const struct function *function, struct function_cfg *cfg) {
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        struct block *block = &cfg->blocks[b];
        const struct prog_insn *last = &function->insns[block->end - 1];
        if (jumps(last)) {
            add_successor(block, cfg->block_of[last->target]);
        }
        if (last->insn.op != OP_JA && last->insn.op != OP_EXIT) {
            add_successor(block, b + 1);
        }
    }
}

void blocks_find(struct session *s, const struct function *function, struct function_cfg *cfg) {
    cut(s, function, cfg);
    connect(function, cfg);
}
