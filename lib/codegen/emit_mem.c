/* SPDX-License-Identifier: Apache-2.0 */
/* Loads, stores and 64-bit constants (RFC 9669, 5). Spilled pointers stay pointers. */
#include "emit.h"

static LLVMTypeRef access_type(struct codegen *c, unsigned width) {
    return LLVMIntTypeInContext(c->context, width);
}

LLVMValueRef access_address(struct emitter *e, unsigned reg, int16_t offset) {
    struct fact fact = e->cursor.state->regs[reg];
    struct value exact;
    if (fact.kind == KIND_FRAME && fact_is_exact(&fact)) {
        fact.num = scalar_constant((uint64_t)(fact.num.smin + offset));
        if (value_of_fact(e, &fact, &exact)) {
            return exact.v;
        }
    }
    return pointer_plus(e->c, as_ptr(e->c, e->regs[reg]), offset);
}

static unsigned alignment(struct emitter *e, unsigned reg, int16_t offset, unsigned width) {
    unsigned known = alignment_of(e, reg, offset);
    return known < width / 8 ? known : width / 8;
}

static LLVMValueRef build_load(struct emitter *e, LLVMTypeRef type, LLVMValueRef from,
                               unsigned align) {
    LLVMValueRef load = LLVMBuildLoad2(e->c->builder, type, from, "");
    LLVMSetAlignment(load, align);
    return load;
}

/* Where the pointer lies in its 8 bytes. */
static int64_t pointer_place(const struct codegen *c) {
    return c->target->pointer_bits == 32 && c->target->big_endian ? 4 : 0;
}

static struct value load_pointer(struct emitter *e, LLVMValueRef from) {
    struct codegen *c = e->c;
    unsigned align = c->target->pointer_bits / 8;
    return value_ptr(build_load(e, c->types.ptr, pointer_plus(c, from, pointer_place(c)), align));
}

struct value widen_loaded(struct emitter *e, const struct insn *insn, LLVMValueRef loaded) {
    struct codegen *c = e->c;
    if (insn->op == OP_LDSX) {
        return value_i64(LLVMBuildSExt(c->builder, loaded, c->types.i64, ""));
    }
    if (insn->width == 64) {
        return value_i64(loaded);
    }
    return value_i32(insn->width == 32 ? loaded
                                       : LLVMBuildZExt(c->builder, loaded, c->types.i32, ""));
}

void emit_load(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    const struct insn *i = &insn->insn;
    const struct fact *base = &e->cursor.state->regs[i->src];
    if (base->kind == KIND_CTX) {
        emit_context_load(e, i, base);
        return;
    }
    LLVMValueRef probed;
    if (guard_probes(e, insn, &probed)) {
        LLVMTypeRef type = access_type(c, i->width);
        e->regs[i->dst] = widen_loaded(e, i, LLVMBuildTrunc(c->builder, probed, type, ""));
        return;
    }
    struct fact loaded = fact_after(e, insn, i->dst);
    LLVMValueRef from = access_address(e, i->src, i->off);
    if (i->width == 64 && rep_of(c, &loaded) == REP_PTR) {
        e->regs[i->dst] = load_pointer(e, from);
        alias_mark(e, e->regs[i->dst].v, base);
        return;
    }
    unsigned align = alignment(e, i->src, i->off, i->width);
    LLVMValueRef load = build_load(e, access_type(c, i->width), from, align);
    alias_mark(e, load, base);
    split_mark(e, load, base, i->off, i->width / 8);
    e->regs[i->dst] = widen_loaded(e, i, load);
}

static LLVMValueRef build_store(struct emitter *e, LLVMValueRef value, LLVMValueRef to,
                                unsigned align) {
    LLVMValueRef store = LLVMBuildStore(e->c->builder, value, to);
    LLVMSetAlignment(store, align);
    return store;
}

/* As a pointer, so that a fill needs no conversion back. */
static void spill_pointer(struct emitter *e, LLVMValueRef pointer, LLVMValueRef to) {
    struct codegen *c = e->c;
    int64_t place = pointer_place(c);
    build_store(e, pointer, pointer_plus(c, to, place), c->target->pointer_bits / 8);
    if (c->target->pointer_bits == 32) {
        build_store(e, LLVMConstNull(c->types.i32), pointer_plus(c, to, 4 - place), 4);
    }
}

void emit_store(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    const struct insn *i = &insn->insn;
    const struct fact *base = &e->cursor.state->regs[i->dst];
    struct value value = i->op == OP_STX ? e->regs[i->src] : value_constant(c, (uint64_t)i->imm64);
    if (base->kind == KIND_CTX) {
        emit_context_store(e, i, base, value);
        return;
    }
    LLVMValueRef to = access_address(e, i->dst, i->off);
    unsigned align = alignment(e, i->dst, i->off, i->width);
    if (i->width == 64 && value.rep == REP_PTR && base->kind == KIND_FRAME && align == 8) {
        spill_pointer(e, value.v, to);
        return;
    }
    LLVMValueRef part = i->width == 64 ? as_i64(c, value) : as_i32(c, value);
    if (i->width < 32) {
        part = LLVMBuildTrunc(c->builder, part, access_type(c, i->width), "");
    }
    LLVMValueRef store = build_store(e, part, to, align);
    alias_mark(e, store, base);
    split_mark(e, store, base, i->off, i->width / 8);
}

void emit_lddw(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    struct value *dst = &e->regs[insn->insn.dst];
    if (insn->ref == REF_MAP) {
        *dst = value_ptr(c->maps[insn->ref_index]);
    } else if (insn->ref == REF_FUNCTION) {
        *dst = value_ptr(callback_entry(c, insn->ref_index));
    } else if (insn->ref == REF_DATA) {
        *dst = value_ptr(pointer_plus(c, c->data[insn->ref_index], insn->ref_offset));
    } else {
        *dst = value_constant(c, (uint64_t)insn->insn.imm64);
    }
}

/* Host and program share one address space, so that an arena pointer is what it is. */
void emit_cast(struct emitter *e, const struct prog_insn *insn) {
    e->regs[insn->insn.dst] = e->regs[insn->insn.src];
}
