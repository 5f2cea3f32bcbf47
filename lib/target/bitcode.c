/* SPDX-License-Identifier: Apache-2.0 */
/* The runtime's bitcode (cmake/inline_bitcode.py). All in it is available_externally or static, so
 * that the link takes what the module calls, and emission drops what was not inlined. */
#include <llvm-c/IRReader.h>
#include <llvm-c/Linker.h>
#include <string.h>
#include <unistd.h>

#include "target/target.h"

static LLVMModuleRef parse(struct session *s, const char *path, LLVMContextRef context) {
    char *message = NULL;
    LLVMMemoryBufferRef buffer;
    if (LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message)) {
        fail(s, at_object(), "cannot read %s: %s", path, message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    LLVMModuleRef module;
    bool bad = LLVMParseIRInContext2(context, buffer, &module, &message);
    LLVMDisposeMemoryBuffer(buffer);
    if (bad) {
        fail(s, at_object(), "cannot read %s: %s", path, message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    return module;
}

bool machine_link_bitcode(struct session *s, const char *path, LLVMModuleRef module) {
    if (!path || access(path, R_OK)) {
        return true;
    }
    LLVMModuleRef runtime = parse(s, path, LLVMGetModuleContext(module));
    if (!runtime) {
        return false;
    }
    if (strcmp(LLVMGetDataLayoutStr(runtime), LLVMGetDataLayoutStr(module)) != 0) {
        LLVMDisposeModule(runtime);
        return true;
    }
    LLVMSetTarget(runtime, LLVMGetTarget(module));
    return !LLVMLinkModules2(module, runtime) ||
           fail(s, at_object(), "internal error: cannot link %s", path);
}
