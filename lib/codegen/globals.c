/* SPDX-License-Identifier: Apache-2.0 */
/* Small things that data, maps and programs are described with. */
#include <string.h>

#include "emit.h"

LLVMValueRef constant_u32(struct codegen *c, uint32_t value) {
    return LLVMConstInt(c->types.i32, value, false);
}

LLVMValueRef global_add(struct codegen *c, LLVMTypeRef type, const char *name,
                        LLVMValueRef initial) {
    LLVMValueRef global = LLVMAddGlobal(c->module, type, name);
    LLVMSetInitializer(global, initial);
    LLVMSetLinkage(global, LLVMInternalLinkage);
    return global;
}

LLVMValueRef global_string(struct codegen *c, const char *name, const char *text) {
    LLVMValueRef bytes = LLVMConstStringInContext2(c->context, text, strlen(text), false);
    LLVMValueRef global = global_add(c, LLVMTypeOf(bytes), name, bytes);
    LLVMSetGlobalConstant(global, true);
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr);
    return global;
}

LLVMValueRef global_list(struct codegen *c, const char *section, const char *name,
                         LLVMValueRef item) {
    LLVMValueRef entry = global_add(c, c->types.ptr, name, item);
    LLVMSetSection(entry, section);
    LLVMSetGlobalConstant(entry, true);
    LLVMSetAlignment(entry, c->target->pointer_bits / 8);
    return entry;
}

/* llvm.used: nothing refers to the listed globals, yet they stay, in the object and through a
 * linker's --gc-sections. */
void globals_keep(struct codegen *c, LLVMValueRef *globals, size_t count) {
    LLVMValueRef before = LLVMGetNamedGlobal(c->module, "llvm.used");
    size_t kept = before ? (size_t)LLVMGetNumOperands(LLVMGetInitializer(before)) : 0;
    LLVMValueRef *all = ARENA_NEW_N(&c->s->arena, LLVMValueRef, kept + count);
    for (size_t i = 0; i < kept; i++) {
        all[i] = LLVMGetOperand(LLVMGetInitializer(before), (unsigned)i);
    }
    if (count) {
        memcpy(all + kept, globals, count * sizeof(*globals));
    }
    if (before) {
        LLVMDeleteGlobal(before);
    }
    if (kept + count == 0) {
        return;
    }
    LLVMValueRef list = LLVMConstArray2(c->types.ptr, all, kept + count);
    LLVMValueRef used = LLVMAddGlobal(c->module, LLVMTypeOf(list), "llvm.used");
    LLVMSetInitializer(used, list);
    LLVMSetLinkage(used, LLVMAppendingLinkage);
    LLVMSetSection(used, "llvm.metadata");
}
