/* SPDX-License-Identifier: Apache-2.0 */
/* Context accesses: a uapi field is read and written where the runtime keeps it. Its members are
 * numbers in the target's byte order, so that a narrow access is that of the member's own bytes,
 * as the kernel's bpf_ctx_narrow_access_offset makes it. */
#include "emit.h"

enum { MEMBER_BYTES = 4 }; /* of a number that is not a list */

/* The bytes of the member behind a uapi field that the access means: of the last ones, where the
 * field is narrower than its member and the first ones are the highest. */
static LLVMValueRef member_address(struct emitter *e, unsigned reg, const struct insn *insn,
                                   const struct fact *base, const struct context_row *row) {
    struct codegen *c = e->c;
    int64_t offset = base->num.smin + insn->off;
    if (c->target->big_endian && insn->width / 8u <= row->uapi_bytes &&
        row->uapi_bytes < MEMBER_BYTES) {
        offset += MEMBER_BYTES - row->uapi_bytes;
    }
    LLVMValueRef start = pointer_plus(c, as_ptr(c, e->regs[reg]), -base->num.smin);
    LLVMValueRef member =
        LLVMBuildStructGEP2(c->builder, c->context_types[row->layout], start, row->member, "");
    return pointer_plus(c, member, offset - row->uapi_offset);
}

/* Of an access to part of a member: arrays are aligned as their words are. */
static void align_access(const struct context_row *row, const struct insn *insn,
                         LLVMValueRef access) {
    if (row->rule->words != 2) {
        LLVMSetAlignment(access, insn->width / 8u < 4 ? insn->width / 8u : 4);
    }
}

void emit_context_load(struct emitter *e, const struct insn *insn, const struct fact *base) {
    struct codegen *c = e->c;
    const struct context_row *row = context_find(base, insn);
    LLVMValueRef from = member_address(e, insn->src, insn, base, row);
    if (row->rule->value != KIND_SCALAR) {
        LLVMValueRef pointer = LLVMBuildLoad2(c->builder, c->types.ptr, from, "");
        alias_mark(e, pointer, base);
        e->regs[insn->dst] = value_ptr(pointer);
        return;
    }
    LLVMValueRef load =
        LLVMBuildLoad2(c->builder, LLVMIntTypeInContext(c->context, insn->width), from, "");
    align_access(row, insn, load);
    alias_mark(e, load, base);
    e->regs[insn->dst] = widen_loaded(e, insn, load);
}

/* What a member that is narrower in the kernel than in uapi keeps of a value. */
static LLVMValueRef kept(struct codegen *c, const struct context_rule *rule, LLVMValueRef value,
                         LLVMValueRef to) {
    LLVMValueRef max = LLVMConstInt(c->types.i32, rule->stored_max, false);
    if (!rule->ignores_beyond) {
        return LLVMBuildAnd(c->builder, value, max, "");
    }
    LLVMValueRef fits = LLVMBuildICmp(c->builder, LLVMIntULT, value, max, "");
    LLVMValueRef old = LLVMBuildLoad2(c->builder, c->types.i32, to, "");
    return LLVMBuildSelect(c->builder, fits, value, old, "");
}

void emit_context_store(struct emitter *e, const struct insn *insn, const struct fact *base,
                        struct value value) {
    struct codegen *c = e->c;
    const struct context_row *row = context_find(base, insn);
    LLVMValueRef to = member_address(e, insn->dst, insn, base, row);
    LLVMValueRef stored = insn->width == 64 ? as_i64(c, value) : as_i32(c, value);
    if (insn->width < 32) {
        LLVMTypeRef narrow = LLVMIntTypeInContext(c->context, insn->width);
        stored = LLVMBuildTrunc(c->builder, stored, narrow, "");
    } else if (row->rule->stored_max) {
        stored = kept(c, row->rule, stored, to);
    }
    LLVMValueRef store = LLVMBuildStore(c->builder, stored, to);
    align_access(row, insn, store);
    alias_mark(e, store, base);
}
