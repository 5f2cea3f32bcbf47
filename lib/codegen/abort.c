/* SPDX-License-Identifier: Apache-2.0 */
/* How a run ends early: a failed check calls bpf_aot_abort and returns, whoever called looks at
 * the run and returns, too. And what can end it without an access: a budget, the depth of calls
 * that nobody bounds. Return values of a run that has ended are looked at by no one. */
#include <string.h>

#include "emit.h"

enum { CALLS_MAX = 8 /* kernel: MAX_CALL_FRAMES */, WEIGHT_RARE = 1, WEIGHT_USUAL = 1 << 20 };

LLVMValueRef run_member(struct emitter *e, enum run_member member) {
    return LLVMBuildStructGEP2(e->c->builder, e->c->run_type, e->run, member, "");
}

static LLVMMetadataRef weight(struct codegen *c, uint32_t value) {
    return LLVMValueAsMetadata(constant_u32(c, value));
}

/* The first way is the usual one. */
static void expect_first(struct codegen *c, LLVMValueRef branch) {
    LLVMMetadataRef parts[] = {LLVMMDStringInContext2(c->context, "branch_weights", 14),
                               weight(c, WEIGHT_USUAL), weight(c, WEIGHT_RARE)};
    LLVMMetadataRef node = LLVMMDNodeInContext2(c->context, parts, 3);
    LLVMSetMetadata(branch, LLVMGetMDKindIDInContext(c->context, "prof", 4),
                    LLVMMetadataAsValue(c->context, node));
}

void go_on_if(struct emitter *e, LLVMValueRef good, LLVMBasicBlockRef otherwise) {
    struct codegen *c = e->c;
    LLVMBasicBlockRef next = LLVMAppendBasicBlockInContext(c->context, e->fn, "checked");
    LLVMMoveBasicBlockAfter(next, LLVMGetInsertBlock(c->builder));
    expect_first(c, LLVMBuildCondBr(c->builder, good, next, otherwise));
    LLVMPositionBuilderAtEnd(c->builder, next);
}

static void call_abort(struct emitter *e) {
    struct codegen *c = e->c;
    LLVMTypeRef type = LLVMFunctionType(c->types.void_, &c->types.ptr, 1, false);
    LLVMValueRef abort = LLVMGetNamedFunction(c->module, "bpf_aot_abort");
    if (!abort) {
        abort = LLVMAddFunction(c->module, "bpf_aot_abort", type);
        attribute_add(c, abort, LLVMAttributeFunctionIndex, "nounwind");
        attribute_add(c, abort, LLVMAttributeFunctionIndex, "cold");
    }
    LLVMBuildCall2(c->builder, type, abort, &e->run, 1, "");
}

static void leave(struct emitter *e) {
    struct codegen *c = e->c;
    LLVMBuildRet(c->builder, LLVMConstNull(LLVMGetReturnType(LLVMGlobalGetValueType(e->fn))));
}

/* One block of the function, made when it is first needed. */
static LLVMBasicBlockRef exit_block(struct emitter *e, LLVMBasicBlockRef *block, bool aborts) {
    struct codegen *c = e->c;
    if (!*block) {
        LLVMBasicBlockRef here = LLVMGetInsertBlock(c->builder);
        LLVMMetadataRef line = lines_none(e); /* the block is of many insns */
        *block = LLVMAppendBasicBlockInContext(c->context, e->fn, aborts ? "abort" : "aborted");
        LLVMPositionBuilderAtEnd(c->builder, *block);
        if (aborts) {
            call_abort(e);
        }
        leave(e);
        LLVMPositionBuilderAtEnd(c->builder, here);
        lines_resume(c, line);
    }
    return *block;
}

void abort_unless(struct emitter *e, LLVMValueRef good) {
    go_on_if(e, good, exit_block(e, &e->aborting, true));
}

void guard_call(struct emitter *e) {
    struct codegen *c = e->c;
    LLVMValueRef aborted =
        LLVMBuildLoad2(c->builder, c->types.i32, run_member(e, RUN_ABORTED), "aborted");
    LLVMValueRef none =
        LLVMBuildICmp(c->builder, LLVMIntEQ, aborted, LLVMConstNull(c->types.i32), "");
    go_on_if(e, none, exit_block(e, &e->leaving, false));
}

/* One more of what is counted; ends the run when there are more than `most`. The count before. */
static LLVMValueRef count_up(struct emitter *e, enum run_member member, uint32_t most) {
    struct codegen *c = e->c;
    LLVMValueRef place = run_member(e, member);
    LLVMValueRef before = LLVMBuildLoad2(c->builder, c->types.i32, place, "");
    LLVMValueRef limit = constant_u32(c, most);
    abort_unless(e, LLVMBuildICmp(c->builder, LLVMIntULT, before, limit, ""));
    LLVMBuildStore(c->builder, LLVMBuildAdd(c->builder, before, constant_u32(c, 1), ""), place);
    return before;
}

static void spend(struct emitter *e) {
    if (e->c->facts->run_budget) {
        count_up(e, RUN_SPENT, e->c->facts->run_budget);
    }
}

LLVMValueRef guard_deeper(struct emitter *e) {
    bool trusts = e->c->facts->unproven == BPF_AOT_UNPROVEN_TRUST;
    return trusts ? NULL : count_up(e, RUN_DEPTH, CALLS_MAX);
}

void guard_back(struct emitter *e, LLVMValueRef depth) {
    if (depth) {
        LLVMBuildStore(e->c->builder, depth, run_member(e, RUN_DEPTH));
    }
}

/* struct bpf_aot_region */
enum region_member { REGION_NEXT, REGION_START, REGION_BYTES };

static LLVMValueRef region_member(struct emitter *e, enum region_member member) {
    struct codegen *c = e->c;
    LLVMTypeRef members[] = {c->types.ptr, c->types.ptr, c->types.iptr};
    LLVMTypeRef type = LLVMStructTypeInContext(c->context, members, 3, false);
    return e->region ? LLVMBuildStructGEP2(c->builder, type, e->region, member, "")
                     : LLVMBuildAlloca(c->builder, type, "region");
}

/* Linked from the start, so that the end need not know; of no size until its address gets out:
 * before that the facts count on nobody else's knowing it. */
static void link_frame(struct emitter *e) {
    struct codegen *c = e->c;
    e->region = region_member(e, REGION_NEXT);
    LLVMValueRef before = LLVMBuildLoad2(c->builder, c->types.ptr, run_member(e, RUN_REGIONS), "");
    LLVMBuildStore(c->builder, before, region_member(e, REGION_NEXT));
    LLVMBuildStore(c->builder, LLVMConstNull(c->types.iptr), region_member(e, REGION_BYTES));
    LLVMBuildStore(c->builder, e->region, run_member(e, RUN_REGIONS));
}

/* From the lowest address that got out: the facts count on nobody's reaching below it. */
static void show_frame(struct emitter *e, int32_t escape_low) {
    struct codegen *c = e->c;
    int64_t bytes = -(int64_t)escape_low;
    bytes = bytes > e->facts->frame_bytes ? e->facts->frame_bytes : bytes;
    LLVMBuildStore(c->builder, pointer_plus(c, e->frame, e->facts->frame_bytes - bytes),
                   region_member(e, REGION_START));
    LLVMBuildStore(c->builder, LLVMConstInt(c->types.iptr, (uint64_t)bytes, false),
                   region_member(e, REGION_BYTES));
}

void guard_function(struct emitter *e) {
    if (e->facts->registers_frame && e->frame) {
        facts_open(e->c->s, e->c->facts, e->index, &e->ahead);
        link_frame(e);
    }
    if (e->function->kind != FUNC_PROGRAM) {
        spend(e);
    }
}

void guard_block(struct emitter *e, uint32_t index) {
    const struct block *block = &e->cfg->blocks[index];
    if (e->region) {
        facts_enter(&e->ahead, index);
        /* At a join the address can get out without an insn. */
        if (e->cursor.state->escape_low != 0 && block->pred_count > 1) {
            show_frame(e, e->cursor.state->escape_low);
        }
    }
    if (block->loop_head) {
        spend(e);
    }
}

/* Before the insn that lets the address out: a callee may be what it tells. */
void guard_escape(struct emitter *e, const struct prog_insn *insn) {
    if (e->region) {
        facts_step(&e->ahead, insn);
        if (e->ahead.state->escape_low < e->cursor.state->escape_low) {
            show_frame(e, e->ahead.state->escape_low);
        }
    }
}

void build_return(struct emitter *e, LLVMValueRef value) {
    struct codegen *c = e->c;
    if (e->region) {
        LLVMValueRef before =
            LLVMBuildLoad2(c->builder, c->types.ptr, region_member(e, REGION_NEXT), "");
        LLVMBuildStore(c->builder, before, run_member(e, RUN_REGIONS));
    }
    LLVMBuildRet(c->builder, value);
}

void build_return_zero(struct emitter *e) {
    build_return(e, LLVMConstNull(LLVMGetReturnType(e->c->function_types[e->index])));
}
