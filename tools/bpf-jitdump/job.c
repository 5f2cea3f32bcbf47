/* SPDX-License-Identifier: Apache-2.0 */
#include "job.h"

#include "driver/hex.h"
#include "driver/print.h"
#include "kernel.h"
#include "libcalls/libcalls.h"
#include "line.h"
#include "load.h"
#include "module.h"
#include "run.h"
#include "settings.h"
#include "start/sys.h"
#include "types.h"

/* What a job has read before it begins. */
struct given {
    struct programs programs;
    struct inputs inputs;
    struct fills fills;
};

static bool read_hex(const char *text, const char *what, struct bytes *bytes) {
    uint32_t size;
    uint8_t *at = take(strlen(text) / 2);
    bool done = bpf_aot_hex_decode(text, what, at, (uint32_t)strlen(text) / 2, &size);
    *bytes = (struct bytes){at, size};
    return done;
}

static bool read_inputs(const struct options *options, struct inputs *inputs) {
    inputs->count = options->input_count;
    inputs->repeat = (uint32_t)options->repeat;
    inputs->packets = take((uint64_t)inputs->count * sizeof(*inputs->packets));
    for (uint32_t i = 0; i < inputs->count; i++) {
        const struct input *input = &options->inputs[i];
        if (!(input->is_file ? read_file(input->value, &inputs->packets[i])
                             : read_hex(input->value, "-packet", &inputs->packets[i]))) {
            return false;
        }
    }
    return !options->ctx || read_hex(options->ctx, "-ctx", &inputs->ctx);
}

static bool read_programs(const struct options *options, struct programs *programs) {
    if (!(options->raw ? raw_program(programs, options->raw)
                       : object_programs(programs, options->object, options->only))) {
        return false;
    }
    if (options->name && programs->count != 1) {
        bpf_aot_error("-name is for one program, and %s has %u; choose with -prog", options->object,
                      programs->count);
        return false;
    }
    return true;
}

static bool find_kind(const struct options *options, const struct program *program,
                      struct kind *kind) {
    *kind = (struct kind){.flags = (uint32_t)options->flags};
    bool is_known =
        options->type ? type_of_name(options->type, kind) : type_of_section(program->section, kind);
    if (!is_known && options->type) {
        bpf_aot_error("-type: no such program type: %s", options->type);
    } else if (!is_known) {
        bpf_aot_error("%s: section %s does not say what type of program it has; give -type",
                      program->name, program->section);
    }
    if (options->attach != NUMBER_ABSENT) {
        kind->attach = (uint32_t)options->attach;
    }
    return is_known;
}

static bool open_output(struct output *output) {
    if (output->is_open) {
        return true;
    }
    long fd = output->path ? bpf_aot_sys_create(output->path) : 1;
    if (fd < 0) {
        bpf_aot_error("%s: cannot create: errno %u", output->path, (uint32_t)-fd);
        return false;
    }
    line_output((int)fd, output->mark);
    output->is_open = true;
    return true;
}

static bool dump(const struct options *options, struct given *given, struct output *output) {
    for (uint32_t i = 0; i < given->programs.count; i++) {
        const struct program *program = &given->programs.items[i];
        const char *name = options->name ? options->name : program->name;
        struct kind kind;
        struct loaded loaded;
        if (!find_kind(options, program, &kind) ||
            !program_load(program, name, kind, &given->fills, &loaded)) {
            return false;
        }
        output->programs++;
        bool done =
            loaded.fd < 0 || program_run(program, name, &loaded, &given->inputs, &output->runs);
        program_unload(program, &loaded);
        if (!done) {
            return false;
        }
    }
    return true;
}

static bool work(const struct options *options, struct given *given, struct output *output) {
    struct settings before = settings_read();
    bool done = settings_write((int)options->jit, (int)options->harden);
    struct settings now = settings_read();
    bool has_changed = memcmp(&before, &now, sizeof(now)) != 0;
    if (done && (has_changed || !output->has_settings)) {
        done = settings_print();
        output->has_settings = done;
    }
    if (done) {
        done = options->test_bpf ? module_test(options->test_bpf, options->part)
                                 : dump(options, given, output);
    }
    /* The next job of the same output begins with what its own settings are. */
    output->has_settings &= !has_changed;
    return settings_restore(&before) && done;
}

static bool read_given(const struct options *options, struct given *given) {
    struct kind kind;
    if (!read_programs(options, &given->programs) || !read_inputs(options, &given->inputs) ||
        !fills_read(&given->fills, options->fills, options->fill_count)) {
        return false;
    }
    for (uint32_t i = 0; i < given->programs.count; i++) {
        if (!find_kind(options, &given->programs.items[i], &kind)) {
            return false;
        }
    }
    return kernel_allows_bpf();
}

bool job_do(const struct options *options, struct output *output) {
    struct given given = {0};
    if (!options->test_bpf && !read_given(options, &given)) {
        return false;
    }
    return open_output(output) && work(options, &given, output);
}

bool job_end(const struct output *output) {
    line_begin();
    line_true("end");
    line_number("progs", output->programs);
    line_number("runs", output->runs);
    return line_end();
}
