/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges of the arguments and results of subprograms as attributes: LLVM sees the code of one
 * function at a time, the facts all calls of it. */
#include <string.h>

#include "emit.h"

static void add_range(struct codegen *c, LLVMValueRef function, LLVMAttributeIndex index,
                      LLVMTypeRef type, const struct fact *fact) {
    bool narrow = type == c->types.i32;
    if (fact->kind != KIND_SCALAR || (!narrow && type != c->types.i64)) {
        return;
    }
    uint64_t largest = narrow ? UINT32_MAX : UINT64_MAX, high = fact_umax(c, fact);
    /* An i32 may also be the lower half of a number whose upper half nobody reads. */
    if (high > largest || (fact_umin(c, fact) == 0 && high == largest)) {
        return;
    }
    /* The upper bound is exclusive and wraps. */
    uint64_t low = fact_umin(c, fact), end = (high + 1) & largest;
    unsigned kind = LLVMGetEnumAttributeKindForName("range", strlen("range"));
    LLVMAddAttributeAtIndex(
        function, index,
        LLVMCreateConstantRangeAttribute(c->context, kind, narrow ? 32 : 64, &low, &end));
}

void ranges_declare(struct codegen *c, uint32_t index) {
    const struct function_facts *facts = &c->facts->functions[index];
    LLVMValueRef function = c->functions[index];
    unsigned next = 0;
    for (int r = 1; r <= 5; r++) {
        if (c->facts->cfg->functions[index].params & 1u << r) {
            LLVMTypeRef type = LLVMTypeOf(LLVMGetParam(function, next));
            add_range(c, function, ++next, type, &facts->params[r]);
        }
    }
    LLVMTypeRef result = LLVMGetReturnType(c->function_types[index]);
    add_range(c, function, LLVMAttributeReturnIndex, result, &facts->result);
}
