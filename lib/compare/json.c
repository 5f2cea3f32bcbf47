/* SPDX-License-Identifier: Apache-2.0 */
/* Everything as one JSON object; README.md beside the tool says what the members are. */
#include <jansson.h>
#include <string.h>

#include "show.h"

enum { FORMAT = 1 };

static const char *const side_names[SIDES] = {[SIDE_KERNEL] = "kernel", [SIDE_OWN] = "own"};

static void set_text(json_t *object, const char *key, const char *text) {
    if (text) {
        json_object_set_new(object, key, json_stringn_nocheck(text, strlen(text)));
    }
}

static json_t *native(const struct native_insn *insn) {
    json_t *object = json_object();
    json_object_set_new(object, "offset", json_integer(insn->offset));
    json_object_set_new(object, "bytes", json_integer(insn->bytes));
    set_text(object, "text", insn->text);
    return object;
}

static json_t *native_of(const struct native_code *code, int64_t insn) {
    json_t *list = json_array();
    for (size_t i = 0; i < code->count; i++) {
        if (code->data[i].insn == insn) {
            json_array_append_new(list, native(&code->data[i]));
        }
    }
    return list;
}

static json_t *sides_of(const struct comparison *c, int64_t insn) {
    json_t *object = json_object();
    for (int side = 0; side < SIDES; side++) {
        json_object_set_new(object, side_names[side], native_of(&c->code[side], insn));
    }
    return object;
}

static json_t *insns_of(const struct comparison *c) {
    json_t *list = json_array();
    json_array_append_new(list, sides_of(c, -1)); /* of no insn */
    for (size_t i = 0; i < c->insn_count; i++) {
        const struct compare_insn *insn = &c->insns[i];
        if (insn->is_second) {
            continue;
        }
        json_t *object = sides_of(c, (int64_t)i);
        json_object_set_new(object, "insn", json_integer((json_int_t)i));
        set_text(object, "text", insn->text);
        set_text(object, "file", insn->file);
        set_text(object, "source", insn->source);
        if (insn->file) {
            json_object_set_new(object, "line", json_integer(insn->line));
        }
        json_object_set_new(object, "starts_block", json_boolean(insn->starts_block));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *figures_json(const struct comparison *c) {
    struct figure figures[FIGURES_MAX];
    size_t count = figures_of(c, figures);
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++) {
        json_t *figure = json_object();
        for (int side = 0; side < SIDES; side++) {
            if (figures[i].known[side]) {
                json_t *value = digits_of(&figures[i])
                                    ? json_real(figures[i].value[side])
                                    : json_integer((json_int_t)figures[i].value[side]);
                json_object_set_new(figure, side_names[side], value);
            }
        }
        json_object_set_new(object, figures[i].title, figure);
    }
    return object;
}

static json_t *findings_json(const struct comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->finding_count; i++) {
        json_t *object = json_object();
        set_text(object, "name", c->findings[i].name);
        set_text(object, "text", c->findings[i].text);
        if (c->findings[i].insn >= 0) {
            json_object_set_new(object, "insn", json_integer(c->findings[i].insn));
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *hex(const struct bytes *bytes) {
    static const char digits[] = "0123456789abcdef";
    char text[2 * 65536 + 1];
    size_t count = bytes->count < 65536 ? bytes->count : 65536;
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = digits[bytes->data[i] >> 4];
        text[2 * i + 1] = digits[bytes->data[i] & 15];
    }
    text[2 * count] = 0;
    return json_string(text);
}

static json_t *run_side(const struct compare_run *run, int side) {
    json_t *object = json_object();
    json_object_set_new(object, "result", json_integer(run->side[side].result));
    json_object_set_new(object, "out", hex(&run->side[side].out));
    return object;
}

static json_t *runs_json(const struct comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->run_count; i++) {
        const struct compare_run *run = &c->runs[i];
        json_t *object = json_object();
        json_object_set_new(object, "in", hex(&run->in));
        if (run->has_kernel) {
            json_object_set_new(object, "recorded", json_integer(run->kernel));
        }
        for (int side = 0; side < SIDES; side++) {
            if (run->side[side].ran) {
                json_object_set_new(object, side_names[side], run_side(run, side));
            }
        }
        set_text(object, "differs", run->differs);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *comparison_json(const struct comparison *c) {
    const struct jit_setting *setting = c->jit->setting;
    json_t *object = json_object();
    set_text(object, "program", c->label);
    set_text(object, "function", c->program);
    set_text(object, "object", c->object);
    set_text(object, "target", c->row->name);
    set_text(object, "release", setting->release);
    json_object_set_new(object, "jit_enable", json_integer(setting->jit_enable));
    json_object_set_new(object, "jit_harden", json_integer(setting->jit_harden));
    json_object_set_new(object, "errno", json_integer(c->jit->error));
    json_object_set_new(object, "findings", findings_json(c));
    json_object_set_new(object, "figures", figures_json(c));
    json_object_set_new(object, "insns", insns_of(c));
    set_text(object, "kernel_not_run", c->not_run[SIDE_KERNEL]);
    set_text(object, "own_not_run", c->not_run[SIDE_OWN]);
    if (c->run_count) {
        json_object_set_new(object, "runs", runs_json(c));
    }
    return object;
}

static json_t *means_json(struct session *s, const struct comparisons *all) {
    struct means *means;
    size_t count = means_of(s, all, &means);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        set_text(object, "target", means[i].row->name);
        json_object_set_new(object, "programs", json_integer((json_int_t)means[i].programs));
        json_object_set_new(object, "compared", json_integer((json_int_t)means[i].compared));
        json_object_set_new(object, "bytes", json_real(means[i].bytes));
        json_object_set_new(object, "instructions", json_real(means[i].insns));
        json_object_set_new(object, "executed", json_real(means[i].executed));
        json_array_append_new(list, object);
    }
    return list;
}

void show_json(struct session *s, const struct comparisons *all, FILE *out) {
    json_t *root = json_object(), *list = json_array();
    for (size_t i = 0; i < all->count; i++) {
        json_array_append_new(list, comparison_json(&all->data[i]));
    }
    json_object_set_new(root, "bpf-aot-diff", json_integer(FORMAT));
    json_object_set_new(root, "means", means_json(s, all));
    json_object_set_new(root, "comparisons", list);
    json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
    fputc('\n', out);
    json_decref(root);
}
