/* SPDX-License-Identifier: Apache-2.0 */
/* A phi per live register where a block has several ways in; they get their values once all blocks
 * are there, and those that turn out to join nothing go. */
#include <inttypes.h>

#include "emit.h"

bool phis_needed(const struct emitter *e, uint32_t block) {
    /* The first block has the LLVM entry as one more predecessor. */
    return e->cfg->blocks[block].pred_count + (block == 0) > 1;
}

void name_value(struct value value, int reg, const char *of, uint32_t slot) {
    size_t length;
    LLVMGetValueName2(value.v, &length);
    if (LLVMIsAInstruction(value.v) && !length) {
        char name[24];
        LLVMSetValueName2(value.v, name,
                          (size_t)snprintf(name, sizeof(name), "r%d.%s%" PRIu32, reg, of, slot));
    }
}

/* Registers at the start of a block with several ways in. */
void phis_make(struct emitter *e, uint32_t block) {
    struct codegen *c = e->c;
    uint16_t live = e->cfg->blocks[block].live_in;
    uint32_t slot = e->function->insns[e->cfg->blocks[block].first].slot;
    for (int r = 0; r < REG_FP; r++) {
        struct fact *fact = &e->cursor.state->regs[r];
        e->regs[r] = value_constant(c, 0);
        if (!(live & 1u << r)) {
            continue;
        }
        enum rep rep = rep_of_live(c, fact, e->c->halves[e->index].at_block[block] & 1u << r);
        LLVMValueRef phi = LLVMBuildPhi(c->builder, rep_type(c, rep), "");
        e->phis[block][r] = phi;
        e->regs[r] = (struct value){.v = phi, .rep = rep};
        name_value(e->regs[r], r, "L", slot);
        show_fact(c, phi, r, fact);
    }
    /* After all phis: what the facts determine needs none. */
    for (int r = 0; r < REG_FP; r++) {
        struct value value;
        if ((live & 1u << r) && value_of_fact(e, &e->cursor.state->regs[r], &value)) {
            e->regs[r] = value;
        }
    }
    e->regs[REG_FP] = e->entry_regs[REG_FP];
}

/* Converts at the end of the predecessor, before its jump. */
static void add_incoming(struct emitter *e, LLVMValueRef phi, struct value value,
                         LLVMBasicBlockRef from) {
    struct codegen *c = e->c;
    LLVMTypeRef type = LLVMTypeOf(phi);
    enum rep rep = type == c->types.ptr ? REP_PTR : type == c->types.i32 ? REP_I32 : REP_I64;
    LLVMPositionBuilderBefore(c->builder, LLVMGetBasicBlockTerminator(from));
    LLVMValueRef incoming = as_rep(c, value, rep);
    LLVMAddIncoming(phi, &incoming, &from, 1);
}

/* A phi that nothing uses, or whose ways in all bring the same value, goes. */
static void fold_phi(LLVMValueRef phi) {
    LLVMValueRef only = NULL;
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMValueRef incoming = LLVMGetIncomingValue(phi, i);
        if (incoming == phi || incoming == only) {
            continue;
        }
        if (only) {
            return;
        }
        only = incoming;
    }
    /* Without a way in, the block is never reached. */
    LLVMReplaceAllUsesWith(phi, only ? only : LLVMConstNull(LLVMTypeOf(phi)));
    LLVMInstructionEraseFromParent(phi);
}

/* Where the edge from a block comes from in LLVM's terms; NULL: it is never taken. */
static LLVMBasicBlockRef edge_from(const struct emitter *e, uint32_t pred, uint32_t block) {
    const struct block_values *from = &e->ends[pred];
    if (from->in_tree == TREE_NONE) {
        return from->end;
    }
    return from->edges[e->cfg->blocks[pred].succ[0] == block ? 0 : 1];
}

/* Edges out of a tree may share their block. */
static bool has_incoming(LLVMValueRef phi, LLVMBasicBlockRef from) {
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        if (LLVMGetIncomingBlock(phi, i) == from) {
            return true;
        }
    }
    return false;
}

static void complete_phis(struct emitter *e, uint32_t b) {
    const struct block *block = &e->cfg->blocks[b];
    for (int r = 0; r < REG_FP; r++) {
        LLVMValueRef phi = e->phis[b][r];
        if (!phi) {
            continue;
        }
        if (b == 0) {
            add_incoming(e, phi, e->entry_regs[r], e->entry);
        }
        for (uint32_t i = 0; i < block->pred_count; i++) {
            const struct block_values *pred = &e->ends[block->preds[i]];
            LLVMBasicBlockRef from = edge_from(e, block->preds[i], b);
            if (from && (pred->in_tree == TREE_NONE || !has_incoming(phi, from))) {
                add_incoming(e, phi, pred->regs[r], from);
            }
        }
    }
}

void phis_finish(struct emitter *e) {
    for (uint32_t i = 0; i < e->cfg->order_count; i++) {
        complete_phis(e, e->cfg->order[i]);
    }
    for (uint32_t i = 0; i < e->cfg->order_count; i++) {
        for (int r = 0; r < REG_FP; r++) {
            LLVMValueRef phi = e->phis[e->cfg->order[i]][r];
            if (phi && !LLVMGetFirstUse(phi)) {
                LLVMInstructionEraseFromParent(phi);
            } else if (phi) {
                fold_phi(phi);
            }
        }
    }
}
