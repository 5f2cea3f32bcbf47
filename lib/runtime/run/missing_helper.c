/* SPDX-License-Identifier: Apache-2.0 */
/* A call of a helper that the runtime does not have. */
#include "bpf-aot/runtime.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { STANDARD_ERROR = 2, NAME_BYTES = 64 };

void bpf_aot_missing_helper(const char *name, struct bpf_aot_run *run) {
    static const char before[] = "missing helper: bpf_";
    char line[sizeof(before) + NAME_BYTES];
    size_t length = strlen(name) < NAME_BYTES ? strlen(name) : NAME_BYTES;
    memcpy(line, before, sizeof(before) - 1);
    memcpy(line + sizeof(before) - 1, name, length);
    line[sizeof(before) - 1 + length] = '\n';
    bpf_aot_sys_write(STANDARD_ERROR, line, sizeof(before) + length);
    bpf_aot_abort(run);
}
