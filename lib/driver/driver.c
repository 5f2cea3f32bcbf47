/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_aot_translate: checks the options, runs the stages in order, hands over the last product. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pipeline.h"

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static char *list_targets(struct session *s) {
    size_t count;
    const struct target_row *rows = target_rows(&count);
    char *list = "";
    for (size_t i = 0; i < count; i++) {
        list = arena_printf(&s->arena, "%s%s%s", list, i ? ", " : "", rows[i].name);
    }
    return list;
}

static bool is_stage(const char *name) {
    size_t count;
    const struct stage *stages = pipeline_stages(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(stages[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_stage_name(struct session *s, const char *option, const char *name) {
    return !name || is_stage(name) ||
           fail(s, at_object(), "%s names no stage: '%s' (-help lists them)", option, name);
}

static bool wants_runtime(enum bpf_aot_output output) {
    return output == BPF_AOT_OUTPUT_EXE || output == BPF_AOT_OUTPUT_SHARED;
}

static bool choose_target(struct pipeline *p) {
    struct session *s = &p->session;
    const struct bpf_aot_options *options = s->options;
    p->row = target_find(options->target);
    if (!p->row) {
        p->row = target_of_triple(s, options->target);
    }
    if (!p->row) {
        return fail(s, at_object(), "unknown target '%s'; known are %s, and triples of LLVM",
                    options->target, list_targets(s));
    }
    if (!p->row->tested) {
        if (wants_runtime(options->output)) {
            return fail(s, at_object(), "target %s has no runtime to link with; it goes with %s",
                        p->row->name, list_targets(s));
        }
        warn(s, at_object(), "target %s is untested", p->row->name);
    }
    return machine_choose(s, p->row, &p->choice);
}

static bool check_options(struct pipeline *p) {
    struct session *s = &p->session;
    const struct bpf_aot_options *options = s->options;
    if (!options->target) {
        return fail(s, at_object(), "no target; -target takes one of %s", list_targets(s));
    }
    if (!choose_target(p)) {
        return false;
    }
    if (options->raw + options->classic + (options->filter != NULL) > 1) {
        return fail(s, at_object(), "-raw, -classic and -filter exclude each other");
    }
    if (options->prog_type && (options->classic || options->filter)) {
        return fail(s, at_object(), "-prog-type goes neither with -classic nor with -filter");
    }
    if (options->opt_level && !strchr("0123s", options->opt_level)) {
        return fail(s, at_object(), "unknown optimisation level '%c'", options->opt_level);
    }
    return check_stage_name(s, "-print", options->print) &&
           check_stage_name(s, "-stop-after", options->stop_after);
}

static bool run_stage(struct pipeline *p, const struct stage *stage) {
    const struct bpf_aot_options *options = p->session.options;
    double start = seconds_now();
    if (options->verbose) {
        fprintf(stderr, "%s: stage %s\n", p->session.object, stage->name);
    }
    bool good = stage->run(p);
    if (options->time_stages) {
        fprintf(stderr, "%9.6f s  %s\n", seconds_now() - start, stage->name);
    }
    if (good && options->print && strcmp(options->print, stage->name) == 0) {
        FILE *file = options->print_file ? options->print_file : stdout;
        stage->print(p, file);
        fflush(file);
    }
    return good;
}

/* Runs up to the last stage that is needed; false when one failed. */
static bool run_stages(struct pipeline *p) {
    size_t count;
    const struct stage *stages = pipeline_stages(&count);
    const struct bpf_aot_options *options = p->session.options;
    const char *last =
        options->stop_after ? options->stop_after : pipeline_last_stage(options->output);
    for (size_t i = 0; i < count; i++) {
        if (!run_stage(p, &stages[i])) {
            return false;
        }
        if (strcmp(stages[i].name, last) == 0) {
            return true;
        }
    }
    unreachable("stage list");
}

static void take(struct bpf_aot_result *result, const void *data, size_t size_bytes) {
    result->data = malloc(size_bytes + 1);
    if (!result->data) {
        unreachable("out of memory");
    }
    memcpy(result->data, data, size_bytes);
    result->size_bytes = size_bytes;
}

static void hand_over(struct pipeline *p, struct bpf_aot_result *result) {
    enum bpf_aot_output output = p->session.options->output;
    if (p->session.options->stop_after || output == BPF_AOT_OUTPUT_NONE) {
        return;
    }
    if (output == BPF_AOT_OUTPUT_IR || output == BPF_AOT_OUTPUT_IR_RAW) {
        char *text = LLVMPrintModuleToString(p->module);
        take(result, text, strlen(text));
        LLVMDisposeMessage(text);
    } else if (p->image) {
        take(result, p->image, p->image_bytes);
    } else {
        take(result, LLVMGetBufferStart(p->buffer), LLVMGetBufferSize(p->buffer));
    }
}

static void find_runtime(struct pipeline *p) {
    char path[4096];
    if (bpf_aot_runtime_path(p->row->name, p->choice.abi, path, sizeof(path))) {
        p->runtime = arena_strdup(&p->session.arena, path);
    }
    /* One for all ABIs: what it says does not depend on where floating-point values go. */
    if (bpf_aot_runtime_path(p->row->name, NULL, path, sizeof(path))) {
        size_t stem = strlen(path) - strlen(".a");
        p->bitcode = arena_printf(&p->session.arena, "%.*s.bc", (int)stem, path);
    }
}

enum bpf_aot_status bpf_aot_translate(const void *input, size_t size_bytes, const char *name,
                                      const struct bpf_aot_options *options,
                                      struct bpf_aot_result *result) {
    struct pipeline p = {
        .session = {.options = options, .object = name},
        .input = input,
        .input_bytes = size_bytes,
    };
    *result = (struct bpf_aot_result){0};
    enum bpf_aot_status status = BPF_AOT_USAGE;
    if (check_options(&p)) {
        find_runtime(&p);
        status = run_stages(&p) && !p.session.error_count ? BPF_AOT_OK : BPF_AOT_REJECTED;
    }
    if (status == BPF_AOT_OK) {
        hand_over(&p, result);
    }
    pipeline_close(&p);
    return status;
}

void bpf_aot_release(struct bpf_aot_result *result) {
    free(result->data);
    *result = (struct bpf_aot_result){0};
}
