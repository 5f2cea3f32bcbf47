/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-aot-run: translates, links and runs a program; the run's options are the driver's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "driver/driver.h"
#include "execute.h"
#include "files.h"
#include "input.h"
#include "pretty.h"
#include "translate.h"

struct settings {
    struct translate_settings translate;
    char *args[DRIVER_ARGS_MAX]; /* for the driver, [0] its name */
    int arg_count;
    const char *pcap;
    bool json, mem, pretty, emulated, help;
};

static bool pass_on(struct settings *settings, const char *option, const char *value) {
    if (settings->arg_count + 2 > DRIVER_ARGS_MAX) {
        return usage_error("more than %d options", DRIVER_ARGS_MAX / 2);
    }
    settings->args[settings->arg_count++] = (char *)option;
    if (value) {
        settings->args[settings->arg_count++] = (char *)value;
    }
    return true;
}

static bool read_mem(void *settings, const char *value) {
    ((struct settings *)settings)->mem = true;
    return pass_on(settings, "-mem", value);
}

static bool read_json(void *settings, const char *value) {
    ((struct settings *)settings)->json = true;
    return pass_on(settings, "-json", NULL);
}

static bool read_pcap(void *settings, const char *value) {
    ((struct settings *)settings)->pcap = value;
    return true;
}

static bool read_pretty(void *settings, const char *value) {
    ((struct settings *)settings)->pretty = true;
    return pass_on(settings, "-dump-maps", NULL);
}

static bool read_emulated(void *settings, const char *value) {
    ((struct settings *)settings)->emulated = true;
    return true;
}

static bool read_help(void *settings, const char *value) {
    ((struct settings *)settings)->help = true;
    return true;
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

/* Whatever else the driver knows goes to it unseen. */
#define RUN_OPTION(member, name, kind, value, help)                                                \
    static bool hand_on_##member(void *settings, const char *text) {                               \
        return pass_on(settings, "-" name, text);                                                  \
    }
#include "driver/options.def"

#define OPTION_TEXT   OPTION_VALUE
#define OPTION_NUMBER OPTION_VALUE
#define OPTION_TEXTS  OPTION_VALUE

static const struct option driver_options[] = {
#define RUN_OPTION(member, name, kind, value, help)                                                \
    {name, OPTION_##kind, value, help, hand_on_##member},
#include "driver/options.def"
};

enum { DRIVER_OPTIONS = sizeof(driver_options) / sizeof(driver_options[0]) };

static bool is_in(const struct option_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(table->options[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* The driver's own, without what the tool reads itself and what is internal. */
static struct option_table run_options(void) {
    static struct option chosen[DRIVER_OPTIONS];
    struct option_table translate = translate_options();
    struct option_table table = {chosen, 0};
    for (size_t i = 0; i < DRIVER_OPTIONS; i++) {
        const struct option *option = &driver_options[i];
        if (option->help && !is_in(&own_options, option->name) &&
            !is_in(&translate, option->name)) {
            chosen[table.count++] = *option;
        }
    }
    return table;
}

static int print_help(void) {
    struct option_table translate = translate_options(), driver = run_options();
    puts("usage: bpf-aot-run [options] prog.o -packet HEX | -pcap FILE | -mem HEX\n"
         "       bpf-aot-run [options] -filter EXPR -pcap FILE\n"
         "       bpf-aot-run -raw [options] [-mem HEX] < hex      prints r0\n"
         "Translates, links and runs a BPF program.\n\noptions of the run:");
    options_print_help(&own_options);
    options_print_help(&driver);
    puts("\noptions of the translation:");
    options_print_help(&translate);
    puts("\nexit code: 0 done, 1 input rejected or run failed, 2 wrong options, 3 internal error");
    return BPF_AOT_OK;
}

/* A raw stream comes from standard input, runs on empty memory unless told otherwise, and
 * answers with r0 alone. */
static bool complete_raw(struct settings *settings) {
    struct translate_settings *translate = &settings->translate;
    if (!translate->options.raw) {
        return true;
    }
    translate->input = translate->input ? translate->input : "-";
    return (settings->mem || pass_on(settings, "-mem", "")) &&
           (settings->json || pass_on(settings, "-r0", NULL));
}

static bool complete(struct settings *settings) {
    struct bpf_aot_options *translate = &settings->translate.options;
    if (!translate->target) {
        translate->target = bpf_aot_host_target();
    }
    if (!translate->target) {
        return usage_error("no target for this machine; name one with -target");
    }
    const char *input = settings->translate.input;
    if (settings->pcap && input && strcmp(input, "-") == 0 && strcmp(settings->pcap, "-") == 0) {
        return usage_error("the object and the capture cannot both be standard input");
    }
    if (settings->pretty && (settings->json || !input_is_object(translate))) {
        return usage_error("-pretty goes with an object, and without -json");
    }
    if (settings->pretty && input && strcmp(input, "-") == 0) {
        return usage_error("-pretty needs an object with a path");
    }
    if (translate->prog && !pass_on(settings, "-prog", translate->prog)) {
        return false;
    }
    return complete_raw(settings);
}

static bool runs_here(const struct settings *settings) {
    const char *host = bpf_aot_host_target();
    return !settings->emulated && host && strcmp(host, settings->translate.options.target) == 0;
}

/* Here, and not among the options: what the driver is to read may be another file. */
static bool open_capture(struct settings *settings, struct capture *capture) {
    const struct bpf_aot_options *chosen = &settings->translate.options;
    const char *link = chosen->classic || chosen->filter ? chosen->link_type : NULL;
    return capture_open(capture, settings->pcap, link) &&
           pass_on(settings, "-pcap", capture->path) && capture_start(capture);
}

static int run(struct settings *settings) {
    bool here = runs_here(settings);
    struct bpf_aot_result image;
    struct capture capture = {0};
    struct pretty pretty = {0};
    settings->translate.options.output = here ? BPF_AOT_OUTPUT_SHARED : BPF_AOT_OUTPUT_EXE;
    int status = translate_file(&settings->translate, &image);
    if (status == BPF_AOT_OK && settings->pcap && !open_capture(settings, &capture)) {
        status = BPF_AOT_REJECTED;
    }
    if (status == BPF_AOT_OK && settings->pretty &&
        !pretty_start(&pretty, settings->translate.input)) {
        status = BPF_AOT_REJECTED;
    }
    if (status == BPF_AOT_OK && here) {
        status = execute_here(&image, settings->arg_count, settings->args);
    } else if (status == BPF_AOT_OK) {
        status =
            execute_emulated(&image, bpf_aot_target_emulator(settings->translate.options.target),
                             settings->arg_count, settings->args);
    }
    bpf_aot_release(&image);
    bool read = capture_finish(&capture);
    bool printed = pretty_finish(&pretty);
    if (!(read && printed) && status == BPF_AOT_OK) {
        status = BPF_AOT_REJECTED;
    }
    return status;
}

int main(int argc, char **argv) {
    struct settings settings = {.args = {"bpf-aot-run"}, .arg_count = 1};
    struct option_table tables[] = {own_options, translate_options(), run_options()};
    tool_name = "bpf-aot-run";
    if (!options_parse(tables, 3, argc, argv, &settings, read_operand)) {
        return BPF_AOT_USAGE;
    }
    if (settings.help) {
        return print_help();
    }
    if (!complete(&settings)) {
        return BPF_AOT_USAGE;
    }
    if (translate_asks_for_names(&settings.translate)) {
        return translate_print_names(&settings.translate);
    }
    driver_exit_on_llvm_fatal();
    int status = run(&settings);
    for (size_t i = 0; i < settings.translate.options.map_max_count; i++) {
        free((char *)settings.translate.map_max[i].name);
    }
    return status;
}
