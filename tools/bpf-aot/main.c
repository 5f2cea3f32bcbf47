/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-aot: one BPF object in, one native file out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/driver.h"
#include "files.h"
#include "input.h"
#include "record.h"
#include "translate.h"

enum question { NO_QUESTION, PRINT_RUNTIME, LIST_TARGETS, LIST_HELPERS, VERSION, HELP };

struct settings {
    struct translate_settings translate;
    const char *output;
    const char *record_facts;
    enum question question;
};

static bool set_output(void *settings, enum bpf_aot_output output) {
    ((struct settings *)settings)->translate.options.output = output;
    return true;
}

static bool ask(void *settings, enum question question) {
    ((struct settings *)settings)->question = question;
    return true;
}

static bool read_output(void *settings, const char *value) {
    ((struct settings *)settings)->output = value;
    return true;
}

static bool read_object(void *settings, const char *value) {
    return set_output(settings, BPF_AOT_OUTPUT_OBJECT);
}

static bool read_assembly(void *settings, const char *value) {
    return set_output(settings, BPF_AOT_OUTPUT_ASSEMBLY);
}

static bool read_ir(void *settings, const char *value) {
    if (value && strcmp(value, "raw") != 0 && strcmp(value, "opt") != 0) {
        return usage_error("-emit-llvm is raw or opt, not '%s'", value);
    }
    bool raw = value && strcmp(value, "raw") == 0;
    return set_output(settings, raw ? BPF_AOT_OUTPUT_IR_RAW : BPF_AOT_OUTPUT_IR);
}

static bool read_exe(void *settings, const char *value) {
    return set_output(settings, BPF_AOT_OUTPUT_EXE);
}

static bool read_record_facts(void *settings, const char *value) {
    ((struct settings *)settings)->record_facts = value;
    return true;
}

static bool read_stop_after(void *settings, const char *value) {
    ((struct settings *)settings)->translate.options.stop_after = value;
    return true;
}

static bool read_print_runtime(void *settings, const char *value) {
    return ask(settings, PRINT_RUNTIME);
}

static bool read_list_targets(void *settings, const char *value) {
    return ask(settings, LIST_TARGETS);
}

static bool read_list_helpers(void *settings, const char *value) {
    return ask(settings, LIST_HELPERS);
}

static bool read_version(void *settings, const char *value) {
    return ask(settings, VERSION);
}

static bool read_help(void *settings, const char *value) {
    return ask(settings, HELP);
}

static bool read_operand(void *settings, const char *value) {
    struct settings *own = settings;
    if (own->translate.input) {
        return usage_error("one input at a time: '%s' and '%s'", own->translate.input, value);
    }
    own->translate.input = value;
    return true;
}

static const struct option options[] = {
#define OPTION(field, name, arg, value, help) {name, OPTION_##arg, value, help, read_##field},
#include "options.def"
};

static const struct option_table own_options = {options, sizeof(options) / sizeof(options[0])};

static void print_help(void) {
    struct option_table translate = translate_options();
    puts("usage: bpf-aot [options] prog.o -target T [-o FILE]\n"
         "       bpf-aot [options] -filter EXPR -target T [-o FILE]\n"
         "Translates a BPF ELF object, or a classic filter, to native code.\n\noptions:");
    options_print_help(&own_options);
    options_print_help(&translate);
    puts("\nstages (-print, -stop-after):");
    for (size_t i = 0; driver_stage_name(i); i++) {
        printf("  %-26s %s\n", driver_stage_name(i), driver_stage_help(i));
    }
    puts("\nexit code: 0 done, 1 input rejected, 2 wrong options, 3 internal error");
}

static int print_runtime(const struct settings *settings) {
    char path[4096];
    const char *target = settings->translate.options.target;
    const char *mabi = settings->translate.options.mabi;
    if (!target || !bpf_aot_runtime_path(target, mabi, path, sizeof(path))) {
        usage_error("-print-runtime needs -target and one of -list-targets");
        return BPF_AOT_USAGE;
    }
    puts(path);
    return BPF_AOT_OK;
}

static int answer(const struct settings *settings) {
    unsigned id;
    const char *name;
    switch (settings->question) {
    case PRINT_RUNTIME:
        return print_runtime(settings);
    case LIST_TARGETS:
        for (size_t i = 0; (name = bpf_aot_target_name(i)); i++) {
            puts(name);
        }
        break;
    case LIST_HELPERS:
        for (size_t i = 0; (name = driver_helper(i, &id)); i++) {
            printf("%u %s\n", id, name);
        }
        break;
    case VERSION:
        printf("bpf-aot %s, LLVM 22\n", bpf_aot_version());
        break;
    default:
        print_help();
        break;
    }
    return BPF_AOT_OK;
}

/* prog.o for mipsel: prog.mipsel.o, beside the caller. */
static char *default_output(const struct settings *settings) {
    static const char *const suffixes[] = {
        [BPF_AOT_OUTPUT_OBJECT] = ".o",  [BPF_AOT_OUTPUT_ASSEMBLY] = ".s",
        [BPF_AOT_OUTPUT_IR_RAW] = ".ll", [BPF_AOT_OUTPUT_IR] = ".ll",
        [BPF_AOT_OUTPUT_EXE] = "",
    };
    const char *input = settings->translate.input;
    const char *slash = strrchr(input, '/');
    const char *base = strcmp(input, "-") == 0 ? "prog" : slash ? slash + 1 : input;
    const char *dot = strrchr(base, '.');
    int stem = dot && dot != base ? (int)(dot - base) : (int)strlen(base);
    char *path = NULL;
    if (asprintf(&path, "%.*s.%s%s", stem, base, settings->translate.options.target,
                 suffixes[settings->translate.options.output]) < 0) {
        return NULL;
    }
    return path;
}

static int write_result(const struct settings *settings, const struct bpf_aot_result *result) {
    char *chosen = settings->output ? NULL : default_output(settings);
    const char *path = settings->output ? settings->output : chosen;
    bool executable = settings->translate.options.output == BPF_AOT_OUTPUT_EXE;
    bool good = path && file_write(path, result->data, result->size_bytes, executable);
    free(chosen);
    return good ? BPF_AOT_OK : BPF_AOT_REJECTED;
}

/* Writes the facts of the input and translates nothing. */
static int record(const struct settings *settings) {
    const char *input = settings->translate.input;
    unsigned char *data;
    char *text = NULL;
    size_t data_bytes, text_bytes;
    if (!input || !input_is_object(&settings->translate.options)) {
        usage_error("-record-facts needs an ELF object");
        return BPF_AOT_USAGE;
    }
    if (!file_read(input, &data, &data_bytes)) {
        return BPF_AOT_REJECTED;
    }
    const char *prog = settings->translate.options.prog;
    bool good = record_facts(input, data, data_bytes, prog, &text, &text_bytes) &&
                file_write(settings->record_facts, text, text_bytes, false);
    free(text);
    free(data);
    return good ? BPF_AOT_OK : BPF_AOT_REJECTED;
}

int main(int argc, char **argv) {
    struct settings settings = {0};
    struct option_table tables[] = {own_options, translate_options()};
    if (!options_parse(tables, 2, argc, argv, &settings, read_operand)) {
        return BPF_AOT_USAGE;
    }
    if (settings.question) {
        return answer(&settings);
    }
    if (translate_asks_for_names(&settings.translate)) {
        return translate_print_names(&settings.translate);
    }
    if (settings.record_facts) {
        return record(&settings);
    }
    driver_exit_on_llvm_fatal();
    struct bpf_aot_result result;
    int status = translate_file(&settings.translate, &result);
    if (status == BPF_AOT_OK && !settings.translate.options.stop_after) {
        status = write_result(&settings, &result);
    }
    bpf_aot_release(&result);
    for (size_t i = 0; i < settings.translate.options.map_max_count; i++) {
        free((char *)settings.translate.map_max[i].name);
    }
    return status;
}
