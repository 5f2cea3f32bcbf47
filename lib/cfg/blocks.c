/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts a function at jump targets and after jumps, and connects the pieces. */
#include "blocks.h"

static bool jumps(const struct prog_insn *insn) {
    return insn->insn.op == OP_JA || insn->insn.op == OP_MAY_GOTO || insn_is_branch(&insn->insn);
}

static bool ends_block(const struct prog_insn *insn) {
    return insn->insn.op == OP_EXIT || insn->insn.op == OP_GOTOX || jumps(insn);
}

/* One flag per insn: a block begins here. */
static bool *find_leaders(struct session *s, const struct function *function) {
    bool *leader = arena_alloc(&s->arena, function->insn_count + 1);
    leader[0] = true;
    for (size_t i = 0; i < function->gotox_target_count; i++) {
        leader[function->gotox_targets[i]] = true;
    }
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

static void set_successors(struct session *s, struct block *block, const uint32_t *blocks,
                           uint32_t count) {
    uint32_t *succ = ARENA_NEW_N(&s->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        /* Targets are sorted, so that equal ones are neighbours. */
        if (!block->succ_count || succ[block->succ_count - 1] != blocks[i]) {
            succ[block->succ_count++] = blocks[i];
        }
    }
    block->succ = succ;
}

static void connect_gotox(struct session *s, const struct function *function,
                          struct function_cfg *cfg, struct block *block) {
    uint32_t count = (uint32_t)function->gotox_target_count;
    uint32_t *targets = ARENA_NEW_N(&s->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        targets[i] = cfg->block_of[function->gotox_targets[i]];
    }
    set_successors(s, block, targets, count);
}

static void connect(struct session *s, const struct function *function, struct function_cfg *cfg) {
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        struct block *block = &cfg->blocks[b];
        const struct prog_insn *last = &function->insns[block->end - 1];
        uint32_t targets[2], count = 0;
        if (last->insn.op == OP_GOTOX) {
            connect_gotox(s, function, cfg, block);
            continue;
        }
        if (jumps(last)) {
            targets[count++] = cfg->block_of[last->target];
        }
        if (last->insn.op != OP_JA && last->insn.op != OP_EXIT) {
            targets[count++] = b + 1;
        }
        set_successors(s, block, targets, count);
    }
}

void blocks_find(struct session *s, const struct function *function, struct function_cfg *cfg) {
    cut(s, function, cfg);
    connect(s, function, cfg);
}
