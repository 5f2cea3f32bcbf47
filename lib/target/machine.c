/* SPDX-License-Identifier: Apache-2.0 */
/* LLVM's side of a row: target machine and data layout. */
#include <llvm-c/Target.h>
#include <pthread.h>

#include "target/target.h"

static void init_llvm(void) {
    LLVMInitializeAllTargetInfos();
    LLVMInitializeAllTargets();
    LLVMInitializeAllTargetMCs();
    LLVMInitializeAllAsmPrinters();
    LLVMInitializeAllAsmParsers();
}

static LLVMCodeGenOptLevel codegen_level(char level) {
    switch (level) {
    case '0':
        return LLVMCodeGenLevelNone;
    case '1':
        return LLVMCodeGenLevelLess;
    case '3':
        return LLVMCodeGenLevelAggressive;
    default:
        return LLVMCodeGenLevelDefault;
    }
}

static LLVMTargetMachineRef create(struct session *s, const struct target_row *row,
                                   LLVMTargetRef target, bool pic) {
    LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
    LLVMTargetMachineOptionsSetCPU(options, row->cpu);
    LLVMTargetMachineOptionsSetFeatures(options, row->features);
    LLVMTargetMachineOptionsSetABI(options, row->abi);
    LLVMTargetMachineOptionsSetRelocMode(options, pic ? LLVMRelocPIC : LLVMRelocStatic);
    LLVMTargetMachineOptionsSetCodeGenOptLevel(options, codegen_level(s->options->opt_level));
    LLVMTargetMachineRef machine = LLVMCreateTargetMachineWithOptions(target, row->triple, options);
    LLVMDisposeTargetMachineOptions(options);
    return machine;
}

bool machine_open(struct session *s, const struct target_row *row, bool pic,
                  struct machine *machine) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_llvm);
    char *message = NULL;
    LLVMTargetRef target;
    if (LLVMGetTargetFromTriple(row->triple, &target, &message)) {
        fail(s, at_object(), "LLVM has no back end for %s: %s", row->name, message);
        LLVMDisposeMessage(message);
        return false;
    }
    *machine = (struct machine){.row = row, .llvm = create(s, row, target, pic)};
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine->llvm);
    char *text = LLVMCopyStringRepOfTargetData(layout);
    machine->shape = (struct codegen_target){
        .triple = row->triple,
        .data_layout = arena_strdup(&s->arena, text),
        .pointer_bits = row->pointer_bits,
        .big_endian = row->big_endian,
        .extend_i32 = row->extend_i32,
        .quirk = row->quirk,
    };
    LLVMDisposeMessage(text);
    LLVMDisposeTargetData(layout);
    return true;
}

void machine_close(struct machine *machine) {
    LLVMDisposeTargetMachine(machine->llvm);
    machine->llvm = NULL;
}
