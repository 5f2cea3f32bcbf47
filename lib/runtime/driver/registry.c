/* SPDX-License-Identifier: Apache-2.0 */
/* The program that the command line means, and the list of all. */
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

static void print_tag(const struct bpf_aot_program *program, uint32_t which) {
    bpf_aot_print_hex(&bpf_aot_stdout, program->tags[which], BPF_AOT_TAG_BYTES);
}

static void list_text(const struct bpf_aot_program *program) {
    bpf_aot_print(&bpf_aot_stdout, "%s: section \"%s\", tag ", program->name, program->section);
    print_tag(program, BPF_AOT_TAG_SHA1);
    bpf_aot_print(&bpf_aot_stdout, " before Linux 6.18, ");
    print_tag(program, BPF_AOT_TAG_SHA256);
    bpf_aot_print(&bpf_aot_stdout, " since\n");
}

static void list_json(const struct bpf_aot_program *program) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "{\"name\":");
    bpf_aot_print_quoted(out, program->name);
    bpf_aot_print(out, ",\"section\":");
    bpf_aot_print_quoted(out, program->section);
    bpf_aot_print(out, ",\"tag_sha1\":\"");
    print_tag(program, BPF_AOT_TAG_SHA1);
    bpf_aot_print(out, "\",\"tag_sha256\":\"");
    print_tag(program, BPF_AOT_TAG_SHA256);
    bpf_aot_print(out, "\"}");
}

void bpf_aot_programs_list(bool as_json) {
    const struct bpf_aot_program *program;
    const char *before = "{\"programs\":[";
    for (uint32_t i = 0; (program = bpf_aot_program_at(i)); i++) {
        if (as_json) {
            bpf_aot_print(&bpf_aot_stdout, "%s", before);
            list_json(program);
            before = ",";
        } else {
            list_text(program);
        }
    }
    if (as_json) {
        bpf_aot_print(&bpf_aot_stdout, "]}\n");
    }
}
