/* SPDX-License-Identifier: Apache-2.0 */
/* LLVM's side of a row: target machine and data layout. */
#include <assert.h>
#include <llvm-c/Target.h>
#include <pthread.h>
#include <string.h>

#include "choice.h"

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

LLVMTargetRef back_end(const char *triple) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_llvm);
    char *message = NULL;
    LLVMTargetRef target = NULL;
    if (LLVMGetTargetFromTriple(triple, &target, &message)) {
        LLVMDisposeMessage(message);
        return NULL;
    }
    return target;
}

/* Of a CPU that somebody chose LLVM knows more than its features say. */
static bool may_misalign(const struct machine_choice *choice) {
    return strcmp(choice->cpu, choice->row->cpu) != 0 ||
           strstr(choice->features, "+unaligned-scalar-mem");
}

static LLVMTargetMachineRef create(const struct machine_choice *choice, char level) {
    const char *triple = choice->row->triple;
    LLVMTargetMachineOptionsRef options = LLVMCreateTargetMachineOptions();
    LLVMTargetMachineOptionsSetCPU(options, choice->cpu);
    LLVMTargetMachineOptionsSetFeatures(options, choice->features);
    LLVMTargetMachineOptionsSetABI(options, choice->abi);
    LLVMTargetMachineOptionsSetRelocMode(options, choice->pic ? LLVMRelocPIC : LLVMRelocStatic);
    LLVMTargetMachineOptionsSetCodeGenOptLevel(options, codegen_level(level));
    LLVMTargetMachineRef machine =
        LLVMCreateTargetMachineWithOptions(back_end(triple), triple, options);
    LLVMDisposeTargetMachineOptions(options);
    return machine;
}

bool machine_open(struct session *s, const struct machine_choice *choice, struct machine *machine) {
    const struct target_row *row = choice->row;
    *machine = (struct machine){.row = row, .llvm = create(choice, s->options->opt_level)};
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine->llvm);
    assert(LLVMPointerSize(layout) * 8 == row->pointer_bits);
    char *text = LLVMCopyStringRepOfTargetData(layout);
    machine->shape = (struct codegen_target){
        .triple = row->triple,
        .data_layout = arena_strdup(&s->arena, text),
        .pointer_bits = row->pointer_bits,
        .big_endian = row->big_endian,
        .extend_i32 = row->extend_i32,
        .fence = row->fence,
        .quirk = row->quirk,
        .misaligned = may_misalign(choice),
        .rebuild_switch = row->rebuild_switch,
    };
    LLVMDisposeMessage(text);
    LLVMDisposeTargetData(layout);
    return true;
}

/* What a row would say of a triple whose architecture has one. */
static void take_from_rows(struct target_row *row, LLVMTargetRef target) {
    size_t count;
    const struct target_row *rows = target_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (back_end(rows[i].triple) == target) {
            row->extend_i32 = rows[i].extend_i32;
            row->fence = rows[i].fence;
            row->quirk = rows[i].quirk;
            row->rebuild_switch = rows[i].rebuild_switch;
            return;
        }
    }
}

const struct target_row *target_of_triple(struct session *s, const char *triple) {
    LLVMTargetRef target = back_end(triple);
    if (!target || !LLVMTargetHasAsmBackend(target) || !LLVMTargetHasTargetMachine(target)) {
        return NULL;
    }
    struct target_row *row = ARENA_NEW(&s->arena, struct target_row);
    *row =
        (struct target_row){triple, triple, "", "", "", .fence = FENCE_ALL, .qemu = "", .lld = ""};
    struct machine_choice choice = {.row = row, .cpu = "", .features = "", .abi = ""};
    LLVMTargetMachineRef machine = create(&choice, 0);
    if (!machine) {
        return NULL;
    }
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
    row->pointer_bits = LLVMPointerSize(layout) * 8;
    row->big_endian = LLVMByteOrder(layout) == LLVMBigEndian;
    row->extend_i32 = row->pointer_bits == 64;
    LLVMDisposeTargetData(layout);
    LLVMDisposeTargetMachine(machine);
    take_from_rows(row, target);
    return row->pointer_bits == 32 || row->pointer_bits == 64 ? row : NULL;
}

void machine_close(struct machine *machine) {
    LLVMDisposeTargetMachine(machine->llvm);
    machine->llvm = NULL;
}
