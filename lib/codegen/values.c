/* SPDX-License-Identifier: Apache-2.0 */
/* Between the three ways to hold a 64-bit BPF value. Conversions of constants fold by themselves.
 */
#include "emit.h"

LLVMTypeRef rep_type(const struct codegen *c, enum rep rep) {
    return rep == REP_PTR ? c->types.ptr : rep == REP_I32 ? c->types.i32 : c->types.i64;
}

struct value value_i64(LLVMValueRef v) {
    return (struct value){.v = v, .rep = REP_I64};
}

struct value value_i32(LLVMValueRef v) {
    return (struct value){.v = v, .rep = REP_I32};
}

struct value value_ptr(LLVMValueRef v) {
    return (struct value){.v = v, .rep = REP_PTR};
}

struct value value_constant(const struct codegen *c, uint64_t number) {
    return number <= UINT32_MAX ? value_i32(LLVMConstInt(c->types.i32, number, false))
                                : value_i64(LLVMConstInt(c->types.i64, number, false));
}

LLVMValueRef as_i64(struct codegen *c, struct value value) {
    switch (value.rep) {
    case REP_I64:
        return value.v;
    case REP_I32:
        return LLVMBuildZExt(c->builder, value.v, c->types.i64, "");
    case REP_PTR:
        return LLVMBuildPtrToInt(c->builder, value.v, c->types.i64, "");
    }
    unreachable("representation");
}

LLVMValueRef as_i32(struct codegen *c, struct value value) {
    switch (value.rep) {
    case REP_I64:
        return LLVMBuildTrunc(c->builder, value.v, c->types.i32, "");
    case REP_I32:
        return value.v;
    case REP_PTR:
        return LLVMBuildPtrToInt(c->builder, value.v, c->types.i32, "");
    }
    unreachable("representation");
}

LLVMValueRef as_index(struct codegen *c, struct value value) {
    return c->target->pointer_bits == 64 ? as_i64(c, value) : as_i32(c, value);
}

LLVMValueRef as_ptr(struct codegen *c, struct value value) {
    return value.rep == REP_PTR
               ? value.v
               : LLVMBuildIntToPtr(c->builder, as_index(c, value), c->types.ptr, "");
}

LLVMValueRef as_rep(struct codegen *c, struct value value, enum rep rep) {
    return rep == REP_PTR ? as_ptr(c, value) : rep == REP_I32 ? as_i32(c, value) : as_i64(c, value);
}

LLVMValueRef as_type(struct codegen *c, struct value value, LLVMTypeRef type) {
    return as_rep(c, value,
                  type == c->types.ptr   ? REP_PTR
                  : type == c->types.i32 ? REP_I32
                                         : REP_I64);
}

struct value value_of(struct codegen *c, LLVMValueRef v) {
    LLVMTypeRef type = LLVMTypeOf(v);
    return type == c->types.ptr ? value_ptr(v) : type == c->types.i32 ? value_i32(v) : value_i64(v);
}

LLVMValueRef pointer_plus(struct codegen *c, LLVMValueRef pointer, int64_t bytes) {
    if (!bytes) {
        return pointer;
    }
    LLVMValueRef index = LLVMConstInt(c->types.iptr, (uint64_t)bytes, true);
    return LLVMBuildGEP2(c->builder, c->types.i8, pointer, &index, 1, "");
}

bool value_of_fact(struct emitter *e, const struct fact *fact, struct value *value) {
    struct codegen *c = e->c;
    if (!facts_shape(c)) {
        return false;
    }
    if (fact_is_constant(fact)) {
        *value = value_constant(c, fact->num.umin);
        return true;
    }
    if (!fact_is_bounded(fact) || !fact_is_exact(fact) || fact->maybe_null) {
        return false;
    }
    LLVMValueRef base = NULL;
    int64_t offset = fact->num.smin;
    if (fact->kind == KIND_FRAME && e->frame && offset >= -(int64_t)e->facts->frame_bytes) {
        base = e->frame;
        offset += e->facts->frame_bytes;
    } else if (fact->kind == KIND_MAP && fact->object != OBJECT_UNKNOWN) {
        base = c->maps[fact->object];
    } else if (fact->kind == KIND_FUNC && fact->object != OBJECT_UNKNOWN && !offset) {
        base = callback_entry(c, fact->object);
    } else if (fact->kind == KIND_DATA && fact->object != OBJECT_UNKNOWN) {
        base = c->data[fact->object];
    }
    if (!base) {
        return false;
    }
    *value = value_ptr(pointer_plus(c, base, offset));
    return true;
}

struct value operand_value(struct emitter *e, const struct insn *insn) {
    return insn->form == FORM_X ? e->regs[insn->src] : value_constant(e->c, (uint64_t)insn->imm64);
}

struct fact fact_after(struct emitter *e, const struct prog_insn *insn, unsigned reg) {
    struct facts_state *before = e->cursor.state;
    struct fact saved_facts[REG_COUNT];
    /* Only loads and ALU insns are asked about: they change nothing but a register. */
    for (int r = 0; r < REG_COUNT; r++) {
        saved_facts[r] = before->regs[r];
    }
    int32_t escape_low = before->escape_low;
    facts_step(&e->cursor, insn);
    struct fact after = before->regs[reg];
    for (int r = 0; r < REG_COUNT; r++) {
        before->regs[r] = saved_facts[r];
    }
    before->escape_low = escape_low;
    return after;
}
