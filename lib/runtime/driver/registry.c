/* SPDX-License-Identifier: Apache-2.0 */
/* The program that the command line means. */
#include "driver/registry.h"

#include "driver/print.h"

/* Into a bounded text, since a message is one line. */
static const char *program_names(void) {
    static char names[512];
    uint32_t used = 0;
    const struct bpf_aot_program *program;
    for (uint32_t i = 0; (program = bpf_aot_program_at(i)); i++) {
        names[used++] = ' ';
        for (const char *c = program->name; *c && used < sizeof(names) - 2; c++) {
            names[used++] = *c;
        }
        if (used >= sizeof(names) - 2) {
            break;
        }
    }
    names[used] = 0;
    return names;
}

const struct bpf_aot_program *bpf_aot_program_named(const char *name) {
    const struct bpf_aot_program *program = bpf_aot_program_at(0);
    if (!program) {
        bpf_aot_error("this executable has no program");
        return NULL;
    }
    if (!name) {
        if (bpf_aot_program_at(1)) {
            bpf_aot_error("several programs, choose with -prog:%s", program_names());
            return NULL;
        }
        return program;
    }
    program = bpf_aot_program_find(name);
    if (program) {
        return program;
    }
    bpf_aot_error("no program %s; there are:%s", name, program_names());
    return NULL;
}
