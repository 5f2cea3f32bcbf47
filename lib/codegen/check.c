/* SPDX-License-Identifier: Apache-2.0 */
/* -facts=check: after each insn, and where blocks begin, the runtime compares the registers, which
 * are whole 64-bit numbers then, with all that the facts say of them (struct bpf_aot_fact). A
 * pointer is compared by its offset where the object it leads into is at hand. */
#include <string.h>

#include "bpf-aot/runtime.h"
#include "emit.h"

enum { CUT_INSNS = 64 };

/* What one check asks. */
struct question {
    uint32_t slot;     /* insn, for the message */
    const char *what;  /* "r3" */
    uint32_t flags;    /* BPF_AOT_FACT_* */
    struct scalar num; /* holds for value - base */
    uint64_t excluded;
};

static bool is_checked(const struct codegen *c) {
    return facts_mode(c) == BPF_AOT_FACTS_CHECK;
}

/* A string of that text, once a module. */
static LLVMValueRef text_of(struct codegen *c, const char *text) {
    const char *name = arena_printf(&c->s->arena, "bpf_aot_fact.%s", text);
    LLVMValueRef global = LLVMGetNamedGlobal(c->module, name);
    return global ? global : global_string(c, name, text);
}

/* struct bpf_aot_fact of runtime.h */
static LLVMValueRef row_of(struct emitter *e, const struct question *q) {
    struct codegen *c = e->c;
    const struct scalar *num = &q->num;
    uint64_t wide[] = {num->umin,       num->umax,      (uint64_t)num->smin, (uint64_t)num->smax,
                       num->bits.value, num->bits.mask, q->excluded};
    uint32_t narrow[] = {num->umin32,           num->umax32, (uint32_t)num->smin32,
                         (uint32_t)num->smax32, q->flags,    q->slot};
    LLVMValueRef members[15];
    unsigned count = 0;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        members[count++] = LLVMConstInt(c->types.i64, wide[i], false);
    }
    for (size_t i = 0; i < sizeof(narrow) / sizeof(narrow[0]); i++) {
        members[count++] = constant_u32(c, narrow[i]);
    }
    members[count++] = text_of(c, e->function->name);
    members[count++] = text_of(c, q->what);
    LLVMValueRef row = LLVMConstStructInContext(c->context, members, count, false);
    LLVMValueRef global = global_add(c, LLVMTypeOf(row), "bpf_aot_fact", row);
    LLVMSetGlobalConstant(global, true);
    return global;
}

static void ask(struct emitter *e, const struct question *q, LLVMValueRef value,
                LLVMValueRef base) {
    struct codegen *c = e->c;
    LLVMTypeRef params[] = {c->types.i64, c->types.i64, c->types.ptr};
    LLVMTypeRef type = LLVMFunctionType(c->types.void_, params, 3, false);
    LLVMValueRef check = LLVMGetNamedFunction(c->module, "bpf_aot_fact_check");
    if (!check) {
        check = LLVMAddFunction(c->module, "bpf_aot_fact_check", type);
        attribute_add(c, check, LLVMAttributeFunctionIndex, "nounwind");
    }
    LLVMValueRef args[] = {value, base ? base : LLVMConstNull(c->types.i64), row_of(e, q)};
    LLVMBuildCall2(c->builder, type, check, args, 3, "");
}

/* The register that held the context when the function began; 0: none did. */
static int context_register(const struct emitter *e) {
    for (int r = 1; r <= 5; r++) {
        const struct fact *fact = &e->facts->params[r];
        if (fact->kind == KIND_CTX && fact_is_exact(fact) && fact->num.smin == 0) {
            return r;
        }
    }
    return 0;
}

/* A load of a pointer of that kind from a context as it is at entry; NULL: it has none. */
static const struct context_row *pointer_row(const struct fact *context, enum kind kind) {
    enum { UAPI_BYTES = 256 };
    for (int16_t offset = 0; offset < UAPI_BYTES; offset += 4) {
        struct insn load = {.op = OP_LDX, .width = 32, .off = offset};
        const struct context_row *row = context_find(context, &load);
        if (row && row->rule->value == kind) {
            return row;
        }
    }
    return NULL;
}

/* ctx->data, ctx->data_end or ctx->data_meta as they are now; NULL: the context is not at hand. */
static LLVMValueRef packet_pointer(struct emitter *e, enum kind kind) {
    struct codegen *c = e->c;
    int reg = context_register(e);
    const struct context_row *row = reg ? pointer_row(&e->facts->params[reg], kind) : NULL;
    if (!row) {
        return NULL;
    }
    LLVMValueRef from = LLVMBuildStructGEP2(c->builder, c->context_types[row->layout],
                                            as_ptr(c, e->entry_regs[reg]), row->member, "");
    return as_i64(c, value_ptr(LLVMBuildLoad2(c->builder, c->types.ptr, from, "")));
}

/* Of offset 0; NULL: not at hand. */
static LLVMValueRef base_of(struct emitter *e, const struct fact *fact) {
    struct codegen *c = e->c;
    bool known = fact->object != OBJECT_UNKNOWN;
    switch (fact->kind) {
    case KIND_FRAME:
        return e->frame ? as_i64(c, e->entry_regs[REG_FP]) : NULL;
    case KIND_CTX:
        return context_register(e) ? as_i64(c, e->entry_regs[context_register(e)]) : NULL;
    case KIND_PACKET:
    case KIND_PACKET_END:
    case KIND_PACKET_META:
        return packet_pointer(e, fact->kind);
    case KIND_MAP:
        return known ? as_i64(c, value_ptr(c->maps[fact->object])) : NULL;
    case KIND_DATA:
        return known ? as_i64(c, value_ptr(c->data[fact->object])) : NULL;
    case KIND_FUNC:
        return known ? as_i64(c, value_ptr(callback_entry(c, fact->object))) : NULL;
    case KIND_MEMORY: {
        bool is_raw = e->function->kind == FUNC_PROGRAM && e->function->context == CONTEXT_RAW;
        return fact->object == OBJECT_RAW && is_raw ? as_i64(c, e->entry_regs[1]) : NULL;
    }
    default:
        return NULL;
    }
}

static void ask_number(struct emitter *e, struct question q, const struct fact *fact,
                       LLVMValueRef value) {
    if (fact->excludes) {
        q.flags |= BPF_AOT_FACT_EXCLUDES;
        q.excluded = fact->excluded;
    }
    q.num = fact->num;
    if (q.flags || !scalar_is_unknown(&q.num)) {
        ask(e, &q, value, NULL);
    }
}

/* Values lie somewhere in the storage of their map (runtime.h), which its handle knows: others may
 * have defined the map, too. */
static LLVMValueRef storage_of(struct emitter *e, const struct fact *fact, struct scalar *num) {
    struct codegen *c = e->c;
    bool known = fact->kind == KIND_MAP_VALUE && fact->object != OBJECT_UNKNOWN;
    if (!known || !fact_is_bounded(fact)) {
        return NULL;
    }
    const struct program_map *map = &c->program->maps[fact->object];
    uint64_t bytes =
        map->row->storage_bytes(map->key_size, map->value_size, map->max_entries, map->cpus);
    *num = scalar_signed_range(fact->num.smin, (int64_t)bytes + fact->num.smax);
    int64_t place = 2 * (int64_t)c->target->pointer_bits / 8; /* behind ops and name */
    LLVMValueRef from = pointer_plus(c, c->maps[fact->object], place);
    return as_i64(c, value_ptr(LLVMBuildLoad2(c->builder, c->types.ptr, from, "")));
}

static void ask_pointer(struct emitter *e, struct question q, const struct fact *fact,
                        LLVMValueRef value) {
    /* Raw memory of no bytes may begin at NULL. */
    bool is_raw = fact->kind == KIND_MEMORY && fact->object == OBJECT_RAW;
    LLVMValueRef base = base_of(e, fact);
    q.num = base ? fact->num : scalar_unknown();
    base = base ? base : storage_of(e, fact, &q.num);
    q.flags |= fact->maybe_null ? BPF_AOT_FACT_MAYBE_NULL : 0;
    q.flags |= !fact->maybe_null && !is_raw ? BPF_AOT_FACT_NOT_NULL : 0;
    q.flags |= fact_is_bounded(fact) ? BPF_AOT_FACT_ADDRESS : 0;
    ask(e, &q, value, base);
}

/* At least `bytes` from `value` to the packet's end (to its data, from its metadata). */
static void ask_room(struct emitter *e, struct question q, LLVMValueRef value, int64_t bytes,
                     enum kind end_kind) {
    LLVMValueRef end = value ? packet_pointer(e, end_kind) : NULL;
    if (!end) {
        return;
    }
    LLVMTypeRef i64 = e->c->types.i64;
    LLVMValueRef behind =
        LLVMBuildAdd(e->c->builder, value, LLVMConstInt(i64, (uint64_t)bytes, true), "");
    q.num = scalar_signed_range(0, INT64_MAX);
    ask(e, &q, end, behind);
}

/* What the pointer that heads the class was found to have behind it. */
static void ask_range(struct emitter *e, struct question q, const struct fact *fact,
                      LLVMValueRef value) {
    bool is_packet = fact->kind == KIND_PACKET, is_meta = fact->kind == KIND_PACKET_META;
    if ((is_packet || is_meta) && fact->range && !fact->maybe_null) {
        q.what = arena_printf(&e->c->s->arena, "the packet's end, from %s,", q.what);
        ask_room(e, q, value, (int64_t)fact->range - 1 - fact->delta,
                 is_packet ? KIND_PACKET_END : KIND_PACKET);
    }
}

/* True when the register's value was compared with that fact before, on every way here: a value
 * goes from block to block only where the one leads to the other alone. */
static bool was_asked(struct emitter *e, int reg, const struct fact *fact) {
    const struct fact *before = e->regs[reg].asked;
    if (before && memcmp(before, fact, sizeof(*fact)) == 0) {
        return true;
    }
    e->regs[reg].asked = arena_copy(&e->c->s->arena, fact, sizeof(*fact));
    return false;
}

static bool is_plain(LLVMValueRef value, const struct fact *fact) {
    return LLVMIsAConstantInt(value) && fact_is_constant(fact) && !fact->excludes &&
           LLVMConstIntGetZExtValue(value) == fact->num.umin;
}

static void check_register(struct emitter *e, int reg, uint32_t slot) {
    const struct fact *fact = &e->cursor.state->regs[reg];
    if (was_asked(e, reg, fact)) {
        return;
    }
    struct question q = {.slot = slot, .what = arena_printf(&e->c->s->arena, "r%d", reg)};
    LLVMValueRef value = as_i64(e->c, e->regs[reg]);
    if (fact->kind == KIND_NONE) {
        q.flags = BPF_AOT_FACT_NEVER;
        ask(e, &q, value, NULL);
    } else if (fact->kind == KIND_SCALAR && !is_plain(value, fact)) {
        ask_number(e, q, fact, value);
    } else if (fact_is_pointer(fact)) {
        ask_pointer(e, q, fact, value);
        ask_range(e, q, fact, value);
    }
}

/* What holds of the packet, or of a raw program's memory, beside registers. */
static void check_memory(struct emitter *e, uint32_t slot) {
    const struct facts_state *state = e->cursor.state;
    struct question q = {.slot = slot, .what = "the packet's end"};
    if (state->packet_bytes) {
        ask_room(e, q, packet_pointer(e, KIND_PACKET), state->packet_bytes, KIND_PACKET_END);
    }
    if (state->meta_bytes) {
        q.what = "the metadata's end";
        ask_room(e, q, packet_pointer(e, KIND_PACKET_META), state->meta_bytes, KIND_PACKET);
    }
    bool is_raw = e->function->kind == FUNC_PROGRAM && e->function->context == CONTEXT_RAW;
    if (is_raw && state->raw_bytes) {
        q.what = "the memory's size";
        q.num = scalar_range(state->raw_bytes, UINT64_MAX);
        ask(e, &q, as_i64(e->c, e->entry_regs[2]), NULL);
    }
}

void check_block(struct emitter *e, uint32_t block) {
    if (!is_checked(e->c)) {
        return;
    }
    const struct block *b = &e->cfg->blocks[block];
    uint32_t slot = e->function->insns[b->first].slot;
    for (int r = 0; r < REG_FP; r++) {
        if (b->live_in & 1u << r) {
            check_register(e, r, slot);
        }
    }
    check_memory(e, slot);
}

void check_results(struct emitter *e, const struct prog_insn *insn) {
    uint16_t writes = is_checked(e->c) ? cfg_writes(insn) : 0;
    for (int r = 0; r < REG_FP; r++) {
        if (writes & 1u << r) {
            check_register(e, r, insn->slot);
        }
    }
}

void check_alignment(struct emitter *e, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    bool loads = i->op == OP_LDX || i->op == OP_LDSX;
    if (!is_checked(e->c) || (!loads && i->op != OP_ST && i->op != OP_STX)) {
        return;
    }
    unsigned reg = loads ? i->src : i->dst;
    const struct fact *base = &e->cursor.state->regs[reg];
    unsigned known = fact_alignment(e->cursor.facts, base, i->off);
    known = known < i->width / 8u ? known : i->width / 8u;
    if (base->kind == KIND_CTX || known == 1) {
        return;
    }
    struct question q = {.slot = insn->slot, .num = scalar_unknown()};
    q.what = arena_printf(&e->c->s->arena, "the address r%u%+d", reg, i->off);
    q.num.bits = (struct tnum){.value = 0, .mask = ~(uint64_t)(known - 1)};
    LLVMValueRef offset = LLVMConstInt(e->c->types.i64, (uint64_t)(int64_t)-i->off, true);
    ask(e, &q, as_i64(e->c, e->regs[reg]), offset);
}

static void build_trap(struct codegen *c) {
    unsigned id = LLVMLookupIntrinsicID("llvm.trap", 9);
    LLVMTypeRef type = LLVMIntrinsicGetType(c->context, id, NULL, 0);
    LLVMValueRef trap = LLVMGetIntrinsicDeclaration(c->module, id, NULL, 0);
    LLVMBuildCall2(c->builder, type, trap, NULL, 0, "");
}

void check_unreached(struct emitter *e, uint32_t block) {
    struct codegen *c = e->c;
    struct question q = {
        .slot = e->function->insns[e->cfg->blocks[block].first].slot,
        .what = "control",
        .flags = BPF_AOT_FACT_NEVER,
        .num = scalar_unknown(),
    };
    if (is_checked(c)) {
        ask(e, &q, LLVMConstNull(c->types.i64), NULL);
    } else if (!facts_shape(c)) {
        build_trap(c);
    }
    LLVMBuildUnreachable(c->builder);
}

/* One block of the function, made when it is first needed. */
static LLVMBasicBlockRef cut_block(struct emitter *e) {
    struct codegen *c = e->c;
    if (!e->cut) {
        LLVMBasicBlockRef here = LLVMGetInsertBlock(c->builder);
        LLVMMetadataRef line = lines_none(e);
        e->cut = LLVMAppendBasicBlockInContext(c->context, e->fn, "cut");
        LLVMPositionBuilderAtEnd(c->builder, e->cut);
        build_trap(c);
        LLVMBuildUnreachable(c->builder);
        LLVMPositionBuilderAtEnd(c->builder, here);
        lines_resume(c, line);
    }
    return e->cut;
}

/* Some passes of LLVM take time that grows with the square of a block's length: scheduling on MIPS,
 * copy propagation on RISC-V. With a call for each insn, blocks are cut by a branch
 * that is never taken, which LLVM does not know. */
void check_cut(struct emitter *e, uint32_t block, uint32_t insn) {
    struct codegen *c = e->c;
    uint32_t count = insn + 1 - e->cfg->blocks[block].first;
    if (!is_checked(c) || count % CUT_INSNS || e->ends[block].in_tree == TREE_INSIDE ||
        LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(c->builder))) {
        return;
    }
    LLVMValueRef zero = value_hide(c->builder, constant_u32(c, 0));
    LLVMValueRef stays =
        LLVMBuildICmp(c->builder, LLVMIntEQ, zero, LLVMConstNull(c->types.i32), "");
    go_on_if(e, stays, cut_block(e));
}
