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
    enum codegen_fence fence;
    enum codegen_quirk quirk;
    bool rebuild_switch;
    const char *qemu, *lld; /* words with spaces between */
    bool tested;            /* a row of targets.def; else made of a triple, without a runtime */
};

const struct target_row *target_rows(size_t *count);
/* NULL when there is no such row. */
const struct target_row *target_find(const char *name);
/* The row of the machine this runs on, or NULL. */
const struct target_row *target_host(void);

/* The row of a triple that has none: what LLVM's back end says of it. NULL when there is no back
 * end or it has neither 32- nor 64-bit pointers. */
const struct target_row *target_of_triple(struct session *s, const char *triple);

/* A row as the options change it. */
struct machine_choice {
    const struct target_row *row;
    const char *cpu, *features, *abi;
    bool pic; /* position-independent code */
};

/* Checks -mcpu, -mattr, -march, -mabi against the names that LLVM knows. False after a message. */
bool machine_choose(struct session *s, const struct target_row *row, struct machine_choice *choice);

/* Names that LLVM knows for the architecture of a triple, NULL at the end; NULL: no back end. */
const char *const *machine_cpus(const char *triple);
const char *const *machine_features(const char *triple);

struct machine {
    const struct target_row *row;
    LLVMTargetMachineRef llvm;
    struct codegen_target shape; /* what codegen has to know */
};

/* False after a message. */
bool machine_open(struct session *s, const struct machine_choice *choice, struct machine *machine);
void machine_close(struct machine *machine);

/* Links the runtime's bitcode in the file (NULL: none) into a module, for the passes to inline what
 * it calls. What is missing or for another data layout is left out: then the calls go to the
 * archive. False after a message. */
bool machine_link_bitcode(struct session *s, const char *path, LLVMModuleRef module);

/* Runs the pass pipeline of the session's optimisation level, for a very large function one whose
 * cost stays linear. `largest` is the number of insns of the largest function. False after a
 * message. */
bool machine_optimise(struct session *s, const struct machine *machine, LLVMModuleRef module,
                      size_t largest);

/* LLVM's command line options are of the whole process. Held while some are in force, and by
 * whoever runs lld, which sets them all back. */
void machine_lock_llvm_options(void);
void machine_unlock_llvm_options(void);

/* Native object or assembly text; NULL after a message. The caller disposes of it. */
LLVMMemoryBufferRef machine_emit(struct session *s, const struct machine *machine,
                                 LLVMModuleRef module, LLVMCodeGenFileType type);

#endif
