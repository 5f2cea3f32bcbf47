/* SPDX-License-Identifier: Apache-2.0 */
/* Program and facts to an LLVM module: registers as SSA values, pointers as ptr, the frame as one
 * alloca. The only user of LLVMBuild*. */
#ifndef BPF_AOT_CODEGEN_H
#define BPF_AOT_CODEGEN_H

#include <llvm-c/Core.h>

#include "facts/facts.h"

/* The back ends of LLVM 22.1 for which workaround.c puts something in another way. */
enum codegen_quirk { QUIRK_NONE, QUIRK_MIPS32, QUIRK_MIPS64, QUIRK_RV32, QUIRK_RV64 };

/* Atomics that need a barrier behind LLVM's seq_cst to be fully ordered, as the kernel's are. */
enum codegen_fence { FENCE_NONE, FENCE_CMPXCHG, FENCE_ALL };

/* What the shape of the code depends on; filled from a row of lib/target/targets.def. */
struct codegen_target {
    const char *triple;
    const char *data_layout;
    unsigned pointer_bits;
    bool big_endian;
    bool extend_i32; /* the ABI wants i32 arguments sign-extended to a register */
    enum codegen_fence fence;
    enum codegen_quirk quirk;
    bool misaligned;     /* the CPU may do loads and stores at any address */
    bool rebuild_switch; /* LLVM's lowering of a switch beats the tree of branches in the input */
};

/* A module in `context`; NULL after a message. The caller disposes of it. */
LLVMModuleRef codegen_module(struct session *s, const struct facts *facts,
                             const struct codegen_target *target, LLVMContextRef context);

/* Lets maps' handles be data again, which are constants as far as the passes can see. */
void codegen_finish(LLVMModuleRef module);

/* Rewrites what the target's back end would get wrong, or does badly; after the passes, before
 * emission. */
void codegen_work_around(const struct codegen_target *target, LLVMModuleRef module);

#endif
