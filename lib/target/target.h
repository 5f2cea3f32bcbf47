/* SPDX-License-Identifier: Apache-2.0 */
/* The machine side: rows of targets.def, LLVM target machines, passes and emission. */
#ifndef BPF_AOT_TARGET_H
#define BPF_AOT_TARGET_H

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

#include "codegen/codegen.h"

struct target_row {
    const char *name, *triple, *cpu, *features, *abi;
    bool big_endian;
    unsigned pointer_bits;
    bool extend_i32;
    enum codegen_quirk quirk;
    const char *qemu;
};

const struct target_row *target_rows(size_t *count);
/* NULL when there is no such row. */
const struct target_row *target_find(const char *name);
/* The row of the machine this runs on, or NULL. */
const struct target_row *target_host(void);

struct machine {
    const struct target_row *row;
    LLVMTargetMachineRef llvm;
    struct codegen_target shape; /* what codegen has to know */
};

/* False after a message. `pic`: position-independent code, for shared objects. */
bool machine_open(struct session *s, const struct target_row *row, bool pic,
                  struct machine *machine);
void machine_close(struct machine *machine);

/* Runs the pass pipeline of the session's optimisation level. False after a message. */
bool machine_optimise(struct session *s, const struct machine *machine, LLVMModuleRef module);

/* Native object or assembly text; NULL after a message. The caller disposes of it. */
LLVMMemoryBufferRef machine_emit(struct session *s, const struct machine *machine,
                                 LLVMModuleRef module, LLVMCodeGenFileType type);

#endif
