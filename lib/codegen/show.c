/* SPDX-License-Identifier: Apache-2.0 */
/* With -print=facts, LLVM instructions carry what the facts say of their result, as text in
 * !bpf.fact, so that people and tests read both in one place. */
#include <string.h>

#include "emit.h"

void show_fact(struct codegen *c, LLVMValueRef value, int reg, const struct fact *fact) {
    static const char kind[] = "bpf.fact";
    if (!c->show_facts || !LLVMIsAInstruction(value)) {
        return;
    }
    unsigned id = LLVMGetMDKindIDInContext(c->context, kind, sizeof(kind) - 1);
    if (LLVMGetMetadata(value, id)) {
        return; /* a move of what another insn made */
    }
    const char *text = arena_printf(&c->s->arena, "r%d=%s", reg, fact_text(c->s, c->program, fact));
    LLVMMetadataRef string = LLVMMDStringInContext2(c->context, text, strlen(text));
    LLVMMetadataRef node = LLVMMDNodeInContext2(c->context, &string, 1);
    LLVMSetMetadata(value, id, LLVMMetadataAsValue(c->context, node));
}
