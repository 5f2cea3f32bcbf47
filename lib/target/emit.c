/* SPDX-License-Identifier: Apache-2.0 */
/* Passes and emission. MIPS objects are marked as using no floating point (design, 18). */
#include <gelf.h>
#include <llvm-c/Error.h>
#include <llvm-c/Support.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "target/target.h"

enum { ABIFLAGS_FP_ABI = 7, FP_ABI_ANY = 0 }; /* byte in .MIPS.abiflags (o32/n64 ABI supplement) */

/* From this many insns on, InstCombine's repetitions, GVN and CVP cost more than they give
 * (design, 4b: executed insns .985 instead of .984 of clang's, a quarter of the time). */
enum { LARGE_FUNCTION_INSNS = 4000 };

#define LONG_FUNCTION_BLOCKS 200
#define TEXT_OF(token)       #token
#define STRING_OF(macro)     TEXT_OF(macro)

static const char large_pipeline[] =
    "function(early-cse,instcombine<max-iterations=1;no-verify-fixpoint>,sroa,early-cse<memssa>,"
    "simplifycfg,loop-mssa(licm),loop(indvars),"
    "instcombine<max-iterations=1;no-verify-fixpoint>,simplifycfg)";

static const char *choose_pipeline(struct session *s, size_t largest) {
    char level = s->options->opt_level ? s->options->opt_level : '2';
    bool large = largest > LARGE_FUNCTION_INSNS && level != '0';
    return large ? large_pipeline : arena_printf(&s->arena, "default<O%c>", level);
}

static bool is_mips(const struct machine *machine) {
    return strncmp(machine->row->triple, "mips", 4) == 0;
}

static pthread_mutex_t llvm_options = PTHREAD_MUTEX_INITIALIZER;

void machine_lock_llvm_options(void) {
    pthread_mutex_lock(&llvm_options);
}

void machine_unlock_llvm_options(void) {
    pthread_mutex_unlock(&llvm_options);
}

/* LLVM 22.1 turns branches of MIPS R6 into compact ones even where an operand is $zero; `bltuc
 * $zero, $1` has the encoding of `bgtzalc $1`, a call (test mips-r6-has-no-compact-branches). Only
 * a command line option keeps it from that, and every run of lld sets all options back. */
static void forbid_compact_branches(void) {
    static const char *const args[] = {"bpf-aot", "-mips-compact-branches=never"};
    LLVMParseCommandLineOptions(2, args, "");
}

/* The subtarget, which the first pass that asks for costs makes, remembers the option. */
static LLVMErrorRef run_passes(const struct machine *machine, LLVMModuleRef module,
                               const char *pipeline, LLVMPassBuilderOptionsRef options) {
    if (!is_mips(machine)) {
        return LLVMRunPasses(module, pipeline, machine->llvm, options);
    }
    machine_lock_llvm_options();
    forbid_compact_branches();
    LLVMErrorRef error = LLVMRunPasses(module, pipeline, machine->llvm, options);
    machine_unlock_llvm_options();
    return error;
}

bool machine_optimise(struct session *s, const struct machine *machine, LLVMModuleRef module,
                      size_t largest, const char *bitcode) {
    const char *pipeline = choose_pipeline(s, largest);
    bool inlines = session_inlines(s) && pipeline != large_pipeline;
    if (inlines && !machine_link_bitcode(s, bitcode, module)) {
        return false;
    }
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetVerifyEach(options, s->options->verify);
    /* The compiler of the BPF object has unrolled what it found worth it, and its source's pragmas
     * are gone: a second time gives 9 % fewer executed insns for a third more bytes. */
    LLVMPassBuilderOptionsSetLoopUnrolling(options, s->options->opt_level == '3');
    LLVMErrorRef error = run_passes(machine, module, pipeline, options);
    LLVMDisposePassBuilderOptions(options);
    if (error) {
        char *message = LLVMGetErrorMessage(error);
        fail(s, at_object(), "internal error: pass pipeline %s: %s", pipeline, message);
        LLVMDisposeErrorMessage(message);
        return false;
    }
    codegen_finish(module);
    codegen_work_around(&machine->shape, module);
    return true;
}

/* Finds .MIPS.abiflags in an object and returns where it begins in the file, or 0. */
static size_t find_abiflags(char *image, size_t size_bytes) {
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory(image, size_bytes);
    size_t names, offset = 0;
    if (elf_getshdrstrndx(elf, &names) == 0) {
        for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
            GElf_Shdr header;
            const char *name =
                gelf_getshdr(section, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
            if (name && strcmp(name, ".MIPS.abiflags") == 0) {
                offset = (size_t)header.sh_offset;
            }
        }
    }
    elf_end(elf);
    return offset;
}

/* The output has no floating point; LLVM would mark it double-float and lld would then refuse to
 * link it with the soft-float objects of, say, OpenWrt. */
static LLVMMemoryBufferRef mark_fp_any(LLVMMemoryBufferRef object) {
    size_t size = LLVMGetBufferSize(object);
    char *copy = malloc(size);
    if (!copy) {
        return object;
    }
    memcpy(copy, LLVMGetBufferStart(object), size);
    size_t flags = find_abiflags(copy, size);
    if (flags) {
        copy[flags + ABIFLAGS_FP_ABI] = FP_ABI_ANY;
    }
    LLVMMemoryBufferRef marked = LLVMCreateMemoryBufferWithMemoryRangeCopy(copy, size, "object");
    free(copy);
    LLVMDisposeMemoryBuffer(object);
    return marked;
}

static bool has_long_function(LLVMModuleRef module) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f)) {
        if (LLVMCountBasicBlocks(f) > LONG_FUNCTION_BLOCKS) {
            return true;
        }
    }
    return false;
}

/* LLVM's CodeGenPrepare begins again with the whole function whenever it has split a block, unless
 * the function has more blocks than this option says. */
static void limit_repetitions(const char *option) {
    const char *const args[] = {"bpf-aot", option};
    LLVMParseCommandLineOptions(2, args, "");
}

static LLVMBool emit(const struct machine *machine, LLVMModuleRef module, LLVMCodeGenFileType type,
                     char **message, LLVMMemoryBufferRef *buffer) {
    bool is_long = has_long_function(module);
    if (!is_mips(machine) && !is_long) {
        return LLVMTargetMachineEmitToMemoryBuffer(machine->llvm, module, type, message, buffer);
    }
    machine_lock_llvm_options();
    if (is_mips(machine)) {
        forbid_compact_branches();
    }
    if (is_long) {
        limit_repetitions("-cgpp-huge-func=" STRING_OF(LONG_FUNCTION_BLOCKS));
    }
    LLVMBool failed =
        LLVMTargetMachineEmitToMemoryBuffer(machine->llvm, module, type, message, buffer);
    if (is_long) { /* LLVM's own, so that no module depends on those before it */
        limit_repetitions("-cgpp-huge-func=10000");
    }
    machine_unlock_llvm_options();
    return failed;
}

LLVMMemoryBufferRef machine_emit(struct session *s, const struct machine *machine,
                                 LLVMModuleRef module, LLVMCodeGenFileType type) {
    char *message = NULL;
    LLVMMemoryBufferRef buffer = NULL;
    if (emit(machine, module, type, &message, &buffer)) {
        fail(s, at_object(), "internal error: emission for %s: %s", machine->row->name, message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    return is_mips(machine) && type == LLVMObjectFile ? mark_fp_any(buffer) : buffer;
}
