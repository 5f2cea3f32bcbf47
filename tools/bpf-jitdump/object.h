/* SPDX-License-Identifier: Apache-2.0 */
/* What linking a program needs of its object. */
#ifndef BPF_JITDUMP_OBJECT_H
#define BPF_JITDUMP_OBJECT_H

#include "program.h"

struct function {
    const char *name;
    uint32_t section;
    uint32_t insn, count; /* within the section */
};

/* A sorted list is not needed: objects have few relocations a section and few sections. */
struct section_relocs {
    struct elf_reloc *items;
    uint32_t count;
    bool is_read;
};

struct object {
    struct elf elf;
    struct maps maps;
    struct function *functions;
    uint32_t function_count;
    struct section_relocs *relocs; /* by section */
    bool *has_core;                /* by section: CO-RE relocations of its insns */
};

/* False: a message was printed. */
bool object_open(struct object *object, const char *path);
/* Fills insns, functions and maps of a program that begins with `main`. */
bool link_program(struct program *program, struct object *object, const struct function *main);

#endif
