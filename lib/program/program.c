/* SPDX-License-Identifier: Apache-2.0 */
/* The steps from an object to a program, in order. */
#include "program/program.h"

#include "program/build.h"

struct program *program_run_steps(struct builder *b) {
    if (!program_split(b) || !program_select(b) || !program_convert_maps(b) ||
        !program_resolve(b) || !program_order(b) || !program_check_calls(b)) {
        return NULL;
    }
    program_tag(b);
    struct program *program = ARENA_NEW(&b->s->arena, struct program);
    *program = (struct program){
        .name = b->object->name,
        .big_endian = b->object->big_endian,
        .functions = b->functions.data,
        .function_count = b->functions.count,
        .maps = b->maps.data,
        .map_count = b->maps.count,
        .data = b->data.data,
        .data_count = b->data.count,
        .license = b->object->license,
    };
    return program;
}

struct program *program_build(struct session *s, const struct object *object) {
    struct builder b = {.s = s, .object = object};
    return program_run_steps(&b);
}
