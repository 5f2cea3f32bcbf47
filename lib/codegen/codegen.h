/* SPDX-License-Identifier: Apache-2.0 */
/* Program and facts to an LLVM module: registers as SSA values, pointers as ptr, the frame as one
 * alloca. The only user of LLVMBuild*. */
#ifndef BPF_AOT_CODEGEN_H
#define BPF_AOT_CODEGEN_H

#include <llvm-c/Core.h>

#include "facts/facts.h"

/* What the shape of the code depends on; filled from a row of lib/target/targets.def. */
struct codegen_target {
    const char *triple;
    const char *data_layout;
    unsigned pointer_bits;
    bool big_endian;
    bool extend_i32; /* the ABI wants i32 arguments sign-extended to a register */
};

/* A module in `context`; NULL after a message. The caller disposes of it. */
LLVMModuleRef codegen_module(struct session *s, const struct facts *facts,
                             const struct codegen_target *target, LLVMContextRef context);

#endif
