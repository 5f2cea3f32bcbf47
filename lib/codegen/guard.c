/* SPDX-License-Identifier: Apache-2.0 */
/* Checks before accesses that are not proven. Where the object is known they are compares with
 * its start and size; else the runtime looks for an object that holds the address. Addresses are
 * those of BPF, 64 bits wide on every target, unless the value is a ptr: then the facts bound its
 * offset, and the contract of runtime.h keeps such sums from reaching an object by wrapping. */
#include "bpf-aot/runtime.h"
#include "emit.h"

/* An object in memory. */
struct span {
    LLVMValueRef start; /* ptr */
    LLVMValueRef bytes; /* of any integer type */
};

typedef struct span span_fn(struct emitter *e, const struct access *a);

static struct span frame_span(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    /* A function without a frame may still add to r10: nothing is inside then. */
    return (struct span){e->frame ? e->frame : LLVMConstNull(c->types.ptr),
                         constant_u32(c, e->facts->frame_bytes)};
}

static struct span data_span(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    return (struct span){c->data[a->object],
                         LLVMConstInt(c->types.i64, c->program->data[a->object].size_bytes, false)};
}

static struct span raw_span(struct emitter *e, const struct access *a) {
    return (struct span){LLVMGetParam(e->fn, 0), LLVMGetParam(e->fn, 1)};
}

/* Every context with a packet begins with these (lib/runtime/contract.c). */
enum packet_member { CONTEXT_DATA, CONTEXT_DATA_END, CONTEXT_DATA_META };

static LLVMValueRef context_pointer(struct emitter *e, enum packet_member member) {
    struct codegen *c = e->c;
    LLVMTypeRef type = c->context_types[context_layout(e->function->context)];
    LLVMValueRef place = LLVMBuildStructGEP2(c->builder, type, LLVMGetParam(e->fn, 0), member, "");
    return LLVMBuildLoad2(c->builder, c->types.ptr, place, "");
}

static struct span between(struct emitter *e, enum packet_member start, enum packet_member end) {
    struct codegen *c = e->c;
    struct span span = {.start = context_pointer(e, start)};
    LLVMValueRef low = LLVMBuildPtrToInt(c->builder, span.start, c->types.iptr, "");
    LLVMValueRef high = LLVMBuildPtrToInt(c->builder, context_pointer(e, end), c->types.iptr, "");
    span.bytes = LLVMBuildSub(c->builder, high, low, "");
    return span;
}

static struct span packet_span(struct emitter *e, const struct access *a) {
    return between(e, CONTEXT_DATA, CONTEXT_DATA_END);
}

static struct span meta_span(struct emitter *e, const struct access *a) {
    return between(e, CONTEXT_DATA_META, CONTEXT_DATA);
}

static span_fn *const spans[] = {
    [BOUNDS_FRAME] = frame_span, [BOUNDS_DATA] = data_span, [BOUNDS_PACKET] = packet_span,
    [BOUNDS_META] = meta_span,   [BOUNDS_RAW] = raw_span,
};

static LLVMValueRef as_width(struct codegen *c, LLVMValueRef number, LLVMTypeRef type) {
    return LLVMBuildIntCast2(c->builder, number, type, false, "");
}

static LLVMTypeRef address_type(struct emitter *e, const struct access *a) {
    return e->regs[a->reg].rep == REP_PTR ? e->c->types.iptr : e->c->types.i64;
}

static LLVMValueRef address(struct emitter *e, const struct access *a, LLVMTypeRef type) {
    struct codegen *c = e->c;
    struct value base = e->regs[a->reg];
    LLVMValueRef number = base.rep == REP_PTR ? LLVMBuildPtrToInt(c->builder, base.v, type, "")
                                              : as_width(c, as_i64(c, base), type);
    LLVMValueRef offset = LLVMConstInt(type, (uint64_t)a->offset, true);
    return a->offset ? LLVMBuildAdd(c->builder, number, offset, "") : number;
}

/* key_size and value_size of struct bpf_aot_map: behind the pointers and the type. */
static LLVMValueRef map_member(struct emitter *e, bool is_key) {
    struct codegen *c = e->c;
    int64_t pointers = BPF_AOT_MAP_POINTERS * (c->target->pointer_bits / 8);
    int64_t place = pointers + (is_key ? 4 : 8);
    LLVMValueRef map = as_ptr(c, e->regs[1]);
    return LLVMBuildLoad2(c->builder, c->types.i32, pointer_plus(c, map, place), "");
}

/* An i32, or for SIZE_U64 an i64. */
static LLVMValueRef size_value(struct emitter *e, const struct access *a) {
    switch (a->size) {
    case SIZE_FIXED:
        return constant_u32(e->c, a->size_bytes);
    case SIZE_U32:
        return as_i32(e->c, e->regs[a->size_reg]);
    case SIZE_U64:
        return as_i64(e->c, e->regs[a->size_reg]);
    case SIZE_KEY:
    case SIZE_VALUE:
        return map_member(e, a->size == SIZE_KEY);
    }
    unreachable("access size");
}

/* bytes >= size && address - start <= bytes - size: no sum that could wrap. */
static LLVMValueRef is_inside(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    LLVMTypeRef type = a->size == SIZE_U64 ? c->types.i64 : address_type(e, a);
    struct span span = spans[a->bounds](e, a);
    LLVMValueRef size = as_width(c, size_value(e, a), type);
    LLVMValueRef bytes = as_width(c, span.bytes, type);
    LLVMValueRef start = LLVMBuildPtrToInt(c->builder, span.start, type, "");
    LLVMValueRef offset = LLVMBuildSub(c->builder, address(e, a, type), start, "");
    LLVMValueRef room = LLVMBuildSub(c->builder, bytes, size, "");
    LLVMValueRef fits = LLVMBuildICmp(c->builder, LLVMIntUGE, bytes, size, "");
    LLVMValueRef starts = LLVMBuildICmp(c->builder, LLVMIntULE, offset, room, "");
    return LLVMBuildAnd(c->builder, fits, starts, "");
}

static LLVMValueRef declare_check(struct codegen *c, const char *name, LLVMTypeRef type) {
    LLVMValueRef check = LLVMGetNamedFunction(c->module, name);
    if (!check) {
        check = LLVMAddFunction(c->module, name, type);
        attribute_add(c, check, LLVMAttributeFunctionIndex, "nounwind");
        if (c->target->extend_i32) {
            attribute_add(c, check, 2, "signext");
        }
    }
    return check;
}

/* The size is the second argument of all of them. */
static void extend_size(struct codegen *c, LLVMValueRef call) {
    if (c->target->extend_i32) {
        unsigned signext = LLVMGetEnumAttributeKindForName("signext", 7);
        LLVMAddCallSiteAttribute(call, 2, LLVMCreateEnumAttribute(c->context, signext, 0));
    }
}

/* Out of line: bpf_aot_check_<what>(address, size, run or map). */
static LLVMValueRef call_check(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    bool is_value = a->bounds == BOUNDS_VALUE;
    const char *name = is_value    ? "bpf_aot_check_value"
                       : a->writes ? "bpf_aot_check_write"
                                   : "bpf_aot_check_read";
    LLVMTypeRef params[] = {c->types.i64, c->types.i32, c->types.ptr};
    LLVMTypeRef type = LLVMFunctionType(c->types.i32, params, 3, false);
    LLVMValueRef size = size_value(e, a);
    LLVMValueRef args[] = {address(e, a, c->types.i64), as_width(c, size, c->types.i32),
                           is_value ? c->maps[a->object] : e->run};
    LLVMValueRef found =
        LLVMBuildCall2(c->builder, type, declare_check(c, name, type), args, 3, "");
    extend_size(c, found);
    LLVMValueRef good =
        LLVMBuildICmp(c->builder, LLVMIntNE, found, LLVMConstNull(c->types.i32), "");
    if (a->size != SIZE_U64) {
        return good;
    }
    LLVMValueRef limit = LLVMConstInt(c->types.i64, UINT32_MAX, false);
    LLVMValueRef fits = LLVMBuildICmp(c->builder, LLVMIntULE, size, limit, "");
    return LLVMBuildAnd(c->builder, fits, good, "");
}

/* One of the functions whose address the program has taken, at its very start. */
static LLVMValueRef is_function(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    LLVMValueRef target = address(e, a, c->types.i64);
    LLVMValueRef good = LLVMConstNull(c->types.i1);
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        if (c->program->functions[i].address_taken) {
            LLVMValueRef entry =
                LLVMBuildPtrToInt(c->builder, callback_entry(c, i), c->types.i64, "");
            LLVMValueRef equal = LLVMBuildICmp(c->builder, LLVMIntEQ, target, entry, "");
            good = LLVMBuildOr(c->builder, good, equal, "");
        }
    }
    return good;
}

static LLVMValueRef is_not_null(struct emitter *e, const struct access *a) {
    LLVMValueRef base = as_i64(e->c, e->regs[a->reg]);
    return LLVMBuildICmp(e->c->builder, LLVMIntNE, base, LLVMConstNull(e->c->types.i64), "");
}

static LLVMValueRef is_aligned(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    LLVMTypeRef type = address_type(e, a);
    LLVMValueRef low = LLVMBuildAnd(c->builder, address(e, a, type),
                                    LLVMConstInt(type, a->size_bytes - 1, false), "");
    return LLVMBuildICmp(c->builder, LLVMIntEQ, low, LLVMConstNull(type), "");
}

typedef LLVMValueRef check_fn(struct emitter *e, const struct access *a);

static check_fn *const checks[] = {
    [BOUNDS_NONE] = NULL,          [BOUNDS_NOT_NULL] = is_not_null,
    [BOUNDS_FRAME] = is_inside,    [BOUNDS_DATA] = is_inside,
    [BOUNDS_PACKET] = is_inside,   [BOUNDS_META] = is_inside,
    [BOUNDS_RAW] = is_inside,      [BOUNDS_VALUE] = call_check,
    [BOUNDS_REGIONS] = call_check, [BOUNDS_FUNCTION] = is_function,
};

/* What is checked is what is used, even if it came from memory that somebody else writes: such a
 * load may be undef to LLVM, a different one at each use. */
static void pin(struct emitter *e, unsigned reg) {
    struct value *value = &e->regs[reg];
    if (!LLVMIsConstant(value->v) && !LLVMIsAFreezeInst(value->v)) {
        value->v = LLVMBuildFreeze(e->c->builder, value->v, "");
    }
}

static void guard(struct emitter *e, const struct access *a) {
    struct codegen *c = e->c;
    pin(e, a->reg);
    if (a->size == SIZE_U32 || a->size == SIZE_U64) {
        pin(e, a->size_reg);
    }
    if (checks[a->bounds]) {
        LLVMValueRef good = checks[a->bounds](e, a);
        if (a->size == SIZE_U32 || a->size == SIZE_U64) {
            /* Nothing is touched: the pointer may be anything. */
            LLVMValueRef size = size_value(e, a);
            LLVMValueRef none =
                LLVMBuildICmp(c->builder, LLVMIntEQ, size, LLVMConstNull(LLVMTypeOf(size)), "");
            good = LLVMBuildOr(c->builder, none, good, "");
        }
        abort_unless(e, good);
    }
    if (a->check_align) {
        abort_unless(e, is_aligned(e, a));
    }
}

bool guard_probes(struct emitter *e, const struct prog_insn *insn, LLVMValueRef *loaded) {
    struct codegen *c = e->c;
    struct access found[ACCESSES_MAX];
    if (!c->facts->probes || access_find(&e->cursor, insn, found) != 1 ||
        found[0].verdict != ACCESS_PROBE) {
        return false;
    }
    LLVMTypeRef params[] = {c->types.i64, c->types.i32};
    LLVMTypeRef type = LLVMFunctionType(c->types.i64, params, 2, false);
    LLVMValueRef args[] = {address(e, &found[0], c->types.i64), size_value(e, &found[0])};
    LLVMValueRef probe = declare_check(c, "bpf_aot_probe_load", type);
    *loaded = LLVMBuildCall2(c->builder, type, probe, args, 2, "");
    extend_size(c, *loaded);
    return true;
}

void guard_insn(struct emitter *e, const struct prog_insn *insn) {
    struct access found[ACCESSES_MAX];
    unsigned count = access_find(&e->cursor, insn, found);
    for (unsigned i = 0; i < count; i++) {
        if (found[i].verdict == ACCESS_GUARD) {
            guard(e, &found[i]);
        }
    }
    guard_escape(e, insn);
}
