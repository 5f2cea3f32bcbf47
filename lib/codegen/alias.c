/* SPDX-License-Identifier: Apache-2.0 */
/* Tells LLVM which memories are apart: frames, the packet, the context, map values. A map value may
 * be any other map's (inner maps), so that all maps are one memory. What a pointer of another kind
 * leads to may be any of them, a caller's frame included: such accesses carry nothing. */
#include <string.h>

#include "emit.h"

enum memory { MEMORY_ANY, MEMORY_STACK, MEMORY_PACKET, MEMORY_CONTEXT, MEMORY_MAPS, MEMORY_COUNT };

static const enum memory memory_of[KIND_COUNT] = {
    [KIND_FRAME] = MEMORY_STACK, [KIND_PACKET] = MEMORY_PACKET,  [KIND_PACKET_META] = MEMORY_PACKET,
    [KIND_CTX] = MEMORY_CONTEXT, [KIND_MAP_VALUE] = MEMORY_MAPS,
};

static LLVMMetadataRef node(struct codegen *c, LLVMMetadataRef *operands, size_t count) {
    return LLVMMDNodeInContext2(c->context, operands, count);
}

static LLVMMetadataRef scope(struct codegen *c, enum memory memory) {
    static const char *const names[MEMORY_COUNT] = {
        [MEMORY_STACK] = "stack",
        [MEMORY_PACKET] = "packet",
        [MEMORY_CONTEXT] = "context",
        [MEMORY_MAPS] = "maps",
    };
    LLVMMetadataRef name = LLVMMDStringInContext2(c->context, "bpf memory", strlen("bpf memory"));
    LLVMMetadataRef domain = node(c, &name, 1);
    LLVMMetadataRef own = LLVMMDStringInContext2(c->context, names[memory], strlen(names[memory]));
    LLVMMetadataRef operands[] = {own, domain};
    return node(c, operands, 2);
}

static void attach(struct codegen *c, LLVMValueRef access, const char *kind,
                   LLVMMetadataRef scopes) {
    unsigned id = LLVMGetMDKindIDInContext(c->context, kind, (unsigned)strlen(kind));
    LLVMSetMetadata(access, id, LLVMMetadataAsValue(c->context, scopes));
}

void alias_mark(struct emitter *e, LLVMValueRef access, const struct fact *base) {
    struct codegen *c = e->c;
    enum memory own = memory_of[base->kind];
    if (own == MEMORY_ANY || base->maybe_null || !facts_shape(c)) {
        return;
    }
    LLVMMetadataRef others[MEMORY_COUNT], scopes = scope(c, own);
    size_t count = 0;
    for (enum memory memory = MEMORY_STACK; memory < MEMORY_COUNT; memory++) {
        if (memory != own) {
            others[count++] = scope(c, memory);
        }
    }
    attach(c, access, "alias.scope", node(c, &scopes, 1));
    attach(c, access, "noalias", node(c, others, count));
}
