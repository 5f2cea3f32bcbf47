/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: the steps that make one comparison. */
#ifndef BPF_AOT_COMPARE_PARTS_H
#define BPF_AOT_COMPARE_PARTS_H

#include "compare/compare.h"
#include "compare/own.h"
#include "object/object.h"

/* Where a function of the program lies in the object. */
struct placed_function {
    const char *name, *section;
    uint32_t slot; /* 8-byte slot in the section */
    uint32_t insn, count;
};

struct placing {
    struct placed_function *functions;
    size_t count;
};

/* NULL when the object has no function of that name. */
const struct symbol *find_function(const struct object *object, const char *name);
/* Whether the file means this object: by its name, else by what functions it has. */
bool belongs(const struct object *object, const char *path, const struct jit_program *program);
/* Decodes and prints the insns, with their C lines. False after a message. */
bool read_insns(struct session *s, const struct object *object, const struct placing *placing,
                struct comparison *c);
bool place_functions(struct session *s, const struct object *object,
                     const struct jit_program *program, struct placing *placing);

bool read_kernel_code(struct session *s, struct comparison *c);
bool read_own_code(struct session *s, const struct own *own, const struct placing *placing,
                   struct comparison *c);

#endif
