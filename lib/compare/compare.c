/* SPDX-License-Identifier: Apache-2.0 */
/* Object and .jit file to comparisons. */
#include "compare/compare.h"

#include <stdlib.h>
#include <string.h>

#include "parts.h"

const struct target_row *compare_target(struct session *s, const struct jit_file *file) {
    const struct target_row *row = target_find(file->setting->target);
    if (!row) {
        fail(s, at_object(), "recorded on target '%s', which bpf-aot does not have",
             file->setting->target);
    }
    return row;
}

static bool fill(struct session *s, const struct object *object, const struct own *own,
                 struct comparison *c) {
    struct placing placing;
    if (!place_functions(s, object, c->jit, &placing) || !read_insns(s, object, &placing, c) ||
        !read_kernel_code(s, c) || !read_own_code(s, own, &placing, c)) {
        return false;
    }
    findings_find(s, c);
    return true;
}

static bool is_chosen(const struct compare_input *input, const struct jit_program *program) {
    const char *only = input->options->prog;
    return jit_find(input->file, program->name) == program &&
           (!only || strcmp(only, program->name) == 0 ||
            strcmp(only, program->functions[0].name) == 0);
}

static char *list_programs(struct session *s, const struct jit_file *file) {
    char *list = "none";
    for (size_t i = 0; i < file->program_count; i++) {
        list = i ? arena_printf(&s->arena, "%s, %s", list, file->programs[i].name)
                 : arena_strdup(&s->arena, file->programs[i].name);
    }
    return list;
}

static struct comparison *add(struct comparisons *to) {
    to->data = realloc(to->data, (to->count + 1) * sizeof(*to->data));
    if (!to->data) {
        unreachable("out of memory");
    }
    to->data[to->count] = (struct comparison){0};
    return &to->data[to->count++];
}

static void keep_image(struct comparisons *to, struct own *own) {
    to->images = realloc(to->images, (to->image_count + 1) * sizeof(*to->images));
    if (!to->images) {
        unreachable("out of memory");
    }
    to->images[to->image_count++] = own;
}

static bool compare_programs(struct session *s, const struct compare_input *input,
                             const struct object *object, const struct target_row *row,
                             struct comparisons *to) {
    struct own *own = ARENA_NEW(&s->arena, struct own);
    bool good = own_open(s, input->object, input->object_bytes, input->options, own);
    keep_image(to, own);
    size_t before = to->count;
    for (size_t i = 0; good && i < input->file->program_count; i++) {
        const struct jit_program *program = &input->file->programs[i];
        if (!is_chosen(input, program) || !belongs(object, input->object_path, program)) {
            continue;
        }
        struct comparison *c = add(to);
        *c = (struct comparison){
            .label = program->name,
            .object = input->object_path,
            .program = program->functions[0].name,
            .row = row,
            .jit = program,
            .file = input->file,
            .own = own,
        };
        good = fill(s, object, own, c);
    }
    if (good && before == to->count) {
        return fail(s, at_object(), "%s has no program of this object%s%s; it has %s",
                    input->file->path, input->options->prog ? " named " : "",
                    input->options->prog ? input->options->prog : "",
                    list_programs(s, input->file));
    }
    return good;
}

bool compare_object(struct session *s, const struct compare_input *input, struct comparisons *to) {
    const struct target_row *row = target_find(input->options->target);
    struct object *object = object_open(s, input->object, input->object_bytes);
    if (!object) {
        return false;
    }
    bool good = compare_programs(s, input, object, row, to);
    object_close(object);
    /* The lines belonged to the object. */
    s->line_lookup = NULL;
    return good;
}

void compare_close(struct comparisons *c) {
    for (size_t i = 0; i < c->image_count; i++) {
        own_close(c->images[i]);
    }
    free(c->images);
    free(c->data);
    *c = (struct comparisons){0};
}
