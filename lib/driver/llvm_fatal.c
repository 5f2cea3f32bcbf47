/* SPDX-License-Identifier: Apache-2.0 */
/* LLVM's fatal errors end in abort(); the tools end with a sentence and exit code 3. */
#include <llvm-c/ErrorHandling.h>
#include <stdio.h>
#include <unistd.h>

#include "driver/driver.h"

static void on_fatal(const char *reason) {
    fprintf(stderr, "bpf-aot: internal error: LLVM: %s\n", reason);
    fflush(stderr);
    _exit(BPF_AOT_INTERNAL);
}

void driver_exit_on_llvm_fatal(void) {
    LLVMInstallFatalErrorHandler(on_fatal);
}
