/* SPDX-License-Identifier: Apache-2.0 */
/* RISC-V: loads and stores at less than their natural alignment, which the CPU need not have. LLVM
 * knows a power of two that divides the address, and cuts the access into parts of that size. The
 * facts know where the address lies: 8 bytes at 2 modulo 4 are three parts then, not four. Marked
 * where they are emitted, cut when the passes have run, so that these see whole accesses. */
#include <string.h>

#include "emit.h"

static const char mark_kind[] = "bpf.place";

static unsigned kind_id(LLVMContextRef context, const char *kind) {
    return LLVMGetMDKindIDInContext(context, kind, (unsigned)strlen(kind));
}

void split_mark(struct emitter *e, LLVMValueRef access, const struct fact *base, int16_t offset,
                unsigned bytes) {
    struct codegen *c = e->c;
    if (c->target->quirk != QUIRK_RV64 || c->target->misaligned || !facts_shape(c)) {
        return;
    }
    struct bpf_aot_start place = fact_place(c->facts, base, offset);
    if (!place.offset || bytes == 1) {
        return;
    }
    LLVMMetadataRef operands[] = {
        LLVMValueAsMetadata(constant_u32(c, place.offset)),
        LLVMValueAsMetadata(constant_u32(c, place.align)),
    };
    LLVMMetadataRef node = LLVMMDNodeInContext2(c->context, operands, 2);
    LLVMSetMetadata(access, kind_id(c->context, mark_kind), LLVMMetadataAsValue(c->context, node));
}

/* The parts of an access, each at its natural alignment. */
struct parts {
    unsigned bytes, count;
    unsigned at[8], size[8]; /* in bytes */
};

static struct parts cut(unsigned offset, unsigned align, unsigned bytes) {
    struct parts parts = {.bytes = bytes};
    for (unsigned at = 0, size; at < bytes; at += size) {
        unsigned place = (offset + at) & (align - 1);
        size = place ? place & (0u - place) : align;
        while (size > bytes - at) {
            size /= 2;
        }
        parts.at[parts.count] = at;
        parts.size[parts.count++] = size;
    }
    return parts;
}

struct splitter {
    const struct codegen_target *target;
    LLVMContextRef context;
    LLVMBuilderRef builder;
    LLVMValueRef access;
    LLVMTypeRef type;
    struct parts parts;
};

/* A part begins at this bit of the whole. */
static LLVMValueRef shift_of(const struct splitter *s, unsigned i) {
    unsigned below = s->parts.at[i];
    unsigned above = s->parts.bytes - s->parts.at[i] - s->parts.size[i];
    return LLVMConstInt(s->type, (s->target->big_endian ? above : below) * 8, false);
}

static LLVMTypeRef part_type(const struct splitter *s, unsigned i) {
    return LLVMIntTypeInContext(s->context, s->parts.size[i] * 8);
}

static LLVMValueRef part_address(const struct splitter *s, LLVMValueRef whole, unsigned i) {
    LLVMTypeRef i8 = LLVMInt8TypeInContext(s->context), i32 = LLVMInt32TypeInContext(s->context);
    LLVMValueRef at = LLVMConstInt(i32, s->parts.at[i], false);
    return s->parts.at[i] ? LLVMBuildGEP2(s->builder, i8, whole, &at, 1, "") : whole;
}

/* A part lies in the memories that the whole lies in. */
static void like_whole(const struct splitter *s, LLVMValueRef part, unsigned i) {
    static const char *const kinds[] = {"alias.scope", "noalias"};
    LLVMSetAlignment(part, s->parts.size[i]);
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        unsigned id = kind_id(s->context, kinds[k]);
        LLVMSetMetadata(part, id, LLVMGetMetadata(s->access, id));
    }
}

static void split_load(const struct splitter *s) {
    LLVMValueRef from = LLVMGetOperand(s->access, 0), whole = NULL;
    for (unsigned i = 0; i < s->parts.count; i++) {
        LLVMValueRef part =
            LLVMBuildLoad2(s->builder, part_type(s, i), part_address(s, from, i), "");
        like_whole(s, part, i);
        part = LLVMBuildShl(s->builder, LLVMBuildZExt(s->builder, part, s->type, ""),
                            shift_of(s, i), "");
        whole = whole ? LLVMBuildOr(s->builder, whole, part, "") : part;
    }
    LLVMReplaceAllUsesWith(s->access, whole);
}

static void split_store(const struct splitter *s) {
    LLVMValueRef whole = LLVMGetOperand(s->access, 0), to = LLVMGetOperand(s->access, 1);
    for (unsigned i = 0; i < s->parts.count; i++) {
        LLVMValueRef part = LLVMBuildLShr(s->builder, whole, shift_of(s, i), "");
        part = LLVMBuildTrunc(s->builder, part, part_type(s, i), "");
        like_whole(s, LLVMBuildStore(s->builder, part, part_address(s, to, i)), i);
    }
}

static unsigned number_of(LLVMValueRef node, unsigned index) {
    LLVMValueRef operands[2];
    LLVMGetMDNodeOperands(node, operands);
    return (unsigned)LLVMConstIntGetZExtValue(operands[index]);
}

void split_access(const struct codegen_target *target, LLVMBuilderRef builder, LLVMValueRef insn) {
    LLVMOpcode opcode = LLVMGetInstructionOpcode(insn);
    bool loads = opcode == LLVMLoad;
    if (!loads && opcode != LLVMStore) {
        return;
    }
    struct splitter s = {.target = target, .builder = builder, .access = insn};
    s.type = LLVMTypeOf(loads ? insn : LLVMGetOperand(insn, 0));
    s.context = LLVMGetTypeContext(s.type);
    LLVMValueRef mark = LLVMGetMetadata(insn, kind_id(s.context, mark_kind));
    if (!mark || LLVMGetTypeKind(s.type) != LLVMIntegerTypeKind) {
        return;
    }
    s.parts = cut(number_of(mark, 0), number_of(mark, 1), LLVMGetIntTypeWidth(s.type) / 8);
    if (s.parts.count >= s.parts.bytes / LLVMGetAlignment(insn)) {
        return;
    }
    LLVMPositionBuilderBefore(builder, insn);
    (loads ? split_load : split_store)(&s);
    LLVMInstructionEraseFromParent(insn);
}
