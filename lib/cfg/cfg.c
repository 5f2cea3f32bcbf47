/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the steps for every function, callees first: what a call reads is what its callee reads. */
#include "cfg/cfg.h"

#include <inttypes.h>

#include "blocks.h"

struct call_walk {
    const struct program *program;
    bool *seen;
    uint32_t *order;
    uint32_t count;
};

/* At most 8 deep: lib/program/calls.c bounds the call chain. */
static void visit(struct call_walk *walk, uint32_t index) {
    const struct function *function = &walk->program->functions[index];
    walk->seen[index] = true;
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        bool calls = insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION;
        if (calls && !walk->seen[insn->ref_index]) {
            visit(walk, insn->ref_index);
        }
    }
    walk->order[walk->count++] = index;
}

static const uint32_t *find_call_order(struct session *s, const struct program *program) {
    struct call_walk walk = {
        .program = program,
        .seen = arena_alloc(&s->arena, program->function_count),
        .order = ARENA_NEW_N(&s->arena, uint32_t, program->function_count),
    };
    for (uint32_t i = 0; i < program->function_count; i++) {
        if (!walk.seen[i]) {
            visit(&walk, i);
        }
    }
    return walk.order;
}

/* Callees are known by now; function pointers may lead to anything. */
static void find_calls(const struct program *program, const struct cfg *cfg, uint32_t index) {
    const struct function *function = &program->functions[index];
    struct function_cfg *own = &cfg->functions[index];
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        if (insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION) {
            own->tail_calls |= cfg->functions[insn->ref_index].tail_calls;
            own->needs_run |= cfg->functions[insn->ref_index].needs_run;
        } else if (insn->insn.op == OP_CALL) {
            enum helper_effect effect = helper_row(insn->ref_index)->effect;
            own->tail_calls |= effect == EFFECT_TAIL_CALL;
            own->needs_run |= effect_takes_run(effect);
            own->acquires |=
                effect == EFFECT_ACQUIRES || effect == EFFECT_LOCKS || effect == EFFECT_EXCHANGES;
        }
        own->needs_run |= insn->insn.op == OP_CALLX;
    }
}

struct cfg *cfg_build(struct session *s, const struct program *program) {
    struct cfg *cfg = ARENA_NEW(&s->arena, struct cfg);
    cfg->functions = ARENA_NEW_N(&s->arena, struct function_cfg, program->function_count);
    cfg->call_order = find_call_order(s, program);
    for (size_t i = 0; i < program->function_count; i++) {
        uint32_t index = cfg->call_order[i];
        const struct function *function = &program->functions[index];
        blocks_find(s, function, &cfg->functions[index]);
        order_find(s, &cfg->functions[index]);
        liveness_find(s, cfg, function, &cfg->functions[index]);
        find_calls(program, cfg, index);
        cfg->raw_tail_calls |= function->kind == FUNC_PROGRAM && function->context == CONTEXT_RAW &&
                               cfg->functions[index].tail_calls;
    }
    return cfg;
}

static void print_block(FILE *out, const struct function *function, const struct function_cfg *cfg,
                        uint32_t index) {
    const struct block *block = &cfg->blocks[index];
    fprintf(out, "  block %" PRIu32 ": insns %" PRIu32 "..%" PRIu32, index,
            function->insns[block->first].slot, function->insns[block->end - 1].slot);
    if (block->order == BLOCK_NONE) {
        fputs(" unreachable\n", out);
        return;
    }
    fputs(block->loop_head ? " loop live" : " live", out);
    for (int r = 0; r < REG_COUNT; r++) {
        if (block->live_in & 1u << r) {
            fprintf(out, " r%d", r);
        }
    }
    fputs(" ->", out);
    for (uint32_t i = 0; i < block->succ_count; i++) {
        fprintf(out, " %" PRIu32, block->succ[i]);
    }
    fputc('\n', out);
}

void cfg_print(void *file, const struct program *program, const struct cfg *cfg) {
    for (size_t i = 0; i < program->function_count; i++) {
        const struct function *function = &program->functions[i];
        fprintf(file, "function %s params", function->name);
        for (int r = 1; r <= 5; r++) {
            if (cfg->functions[i].params & 1u << r) {
                fprintf(file, " r%d", r);
            }
        }
        fputc('\n', file);
        for (uint32_t b = 0; b < cfg->functions[i].block_count; b++) {
            print_block(file, function, &cfg->functions[i], b);
        }
    }
}
