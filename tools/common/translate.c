/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of translate.def, messages on stderr, and the translation itself. */
#include "translate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "input.h"
#include "record.h"

static bool read_target(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.target = value;
    return true;
}

static bool read_mcpu(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.mcpu = value;
    return true;
}

static bool read_mattr(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.mattr = value;
    return true;
}

static bool read_march(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.march = value;
    return true;
}

static bool read_mabi(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.mabi = value;
    return true;
}

static bool set_pic(void *settings, enum bpf_aot_pic pic) {
    ((struct translate_settings *)settings)->options.pic = pic;
    return true;
}

static bool read_pic(void *settings, const char *value) {
    return set_pic(settings, BPF_AOT_PIC);
}

static bool read_pie(void *settings, const char *value) {
    return set_pic(settings, BPF_AOT_PIE);
}

static bool read_no_pic(void *settings, const char *value) {
    return set_pic(settings, BPF_AOT_NO_PIC);
}

static bool read_prog_type(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.prog_type = value;
    return true;
}

static bool read_prog(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.prog = value;
    return true;
}

static int find_name(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool read_facts(void *settings, const char *value) {
    static const char *const names[] = {"use", "off", "check"}; /* enum bpf_aot_facts */
    int chosen = find_name(names, sizeof(names) / sizeof(names[0]), value);
    ((struct translate_settings *)settings)->options.facts = (enum bpf_aot_facts)chosen;
    return chosen >= 0 || usage_error("-facts takes off, use or check, not '%s'", value);
}

static bool read_level(void *settings, const char *value) {
    if (strlen(value) != 1 || !strchr("0123s", value[0])) {
        return usage_error("unknown optimisation level '-O%s'; it is 0, 1, 2, 3 or s", value);
    }
    ((struct translate_settings *)settings)->options.opt_level = value[0];
    return true;
}

static bool read_number(const char *option, const char *text, unsigned *number) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 0);
    if (errno || end == text || *end || *text == '-' || value == 0 || value > 0xffffffff) {
        return usage_error("-%s: '%s' is not a number from 1 to 4294967295", option, text);
    }
    *number = (unsigned)value;
    return true;
}

static bool read_map_max(void *settings, const char *value) {
    struct translate_settings *own = settings;
    const char *equals = strchr(value, '=');
    if (!equals || equals == value) {
        return usage_error("-map-max takes NAME=N, not '%s'", value);
    }
    if (own->options.map_max_count == MAP_MAX_OPTIONS) {
        return usage_error("more than %d times -map-max", MAP_MAX_OPTIONS);
    }
    struct bpf_aot_map_max *map = &own->map_max[own->options.map_max_count++];
    map->name = strndup(value, (size_t)(equals - value));
    own->options.map_max = own->map_max;
    return read_number("map-max", equals + 1, &map->max_entries);
}

static bool read_set(void *settings, const char *value) {
    struct translate_settings *own = settings;
    if (own->options.set_count == SET_OPTIONS) {
        return usage_error("more than %d times -set", SET_OPTIONS);
    }
    own->set[own->options.set_count++] = value;
    own->options.set = own->set;
    return true;
}

static bool is_alignment(unsigned long number) {
    return number && number <= BPF_AOT_ALIGN_MAX && !(number & (number - 1));
}

static bool read_facts_file(void *settings, const char *value) {
    ((struct translate_settings *)settings)->facts_file = value;
    return true;
}

static bool read_facts_from(void *settings, const char *value) {
    ((struct translate_settings *)settings)->facts_from_kernel = true;
    return strcmp(value, "kernel") == 0 ||
           usage_error("-facts-from is kernel, not '%s'; -facts-file reads recorded facts", value);
}

static bool read_packet_align(void *settings, const char *value) {
    struct bpf_aot_start *start = &((struct translate_settings *)settings)->options.packet_start;
    char *percent, *end;
    unsigned long offset = strtoul(value, &percent, 10);
    unsigned long align = *percent == '%' ? strtoul(percent + 1, &end, 10) : 0;
    if (percent == value || !is_alignment(align) || *end || offset >= align) {
        return usage_error("-packet-align takes M%%N, N a power of two up to %d and M below it, "
                           "not '%s'",
                           BPF_AOT_ALIGN_MAX, value);
    }
    *start = (struct bpf_aot_start){.offset = (unsigned)offset, .align = (unsigned)align};
    return true;
}

static bool read_mem_align(void *settings, const char *value) {
    char *end;
    unsigned long align = strtoul(value, &end, 10);
    if (!is_alignment(align) || *end) {
        return usage_error("-mem-align takes a power of two up to %d, not '%s'", BPF_AOT_ALIGN_MAX,
                           value);
    }
    ((struct translate_settings *)settings)->options.mem_align = (unsigned)align;
    return true;
}

static bool read_cpus(void *settings, const char *value) {
    return read_number("cpus", value, &((struct translate_settings *)settings)->options.cpus);
}

static bool read_inline_helpers(void *settings, const char *value) {
    bool off = value && strcmp(value, "off") == 0, on = !value || strcmp(value, "on") == 0;
    struct translate_settings *own = settings;
    own->options.inline_helpers = off ? BPF_AOT_INLINE_OFF : BPF_AOT_INLINE_ON;
    return off || on || usage_error("-inline-helpers takes on or off, not '%s'", value);
}

static bool read_no_inline_helpers(void *settings, const char *value) {
    return read_inline_helpers(settings, "off");
}

static bool read_unproven(void *settings, const char *value) {
    static const char *const names[] = {"guard", "error", "trust"}; /* enum bpf_aot_unproven */
    int chosen = find_name(names, sizeof(names) / sizeof(names[0]), value);
    ((struct translate_settings *)settings)->options.unproven = (enum bpf_aot_unproven)chosen;
    return chosen >= 0 || usage_error("-unproven takes guard, error or trust, not '%s'", value);
}

static bool read_missing_helpers(void *settings, const char *value) {
    static const char *const names[] = {"error", "link", "trap"}; /* enum bpf_aot_missing */
    int chosen = find_name(names, sizeof(names) / sizeof(names[0]), value);
    ((struct translate_settings *)settings)->options.missing_helpers = (enum bpf_aot_missing)chosen;
    return chosen >= 0 ||
           usage_error("-missing-helpers takes error, link or trap, not '%s'", value);
}

static bool read_run_budget(void *settings, const char *value) {
    return read_number("run-budget", value,
                       &((struct translate_settings *)settings)->options.run_budget);
}

static bool read_remarks(void *settings, const char *value) {
    static const char *const names[] = {"none", "text", "json", "each"}; /* enum bpf_aot_remarks */
    int form = find_name(names, sizeof(names) / sizeof(names[0]), value ? value : "text");
    ((struct translate_settings *)settings)->options.remarks = (enum bpf_aot_remarks)form;
    return form >= 0 || usage_error("-remarks takes text, json or each, not '%s'", value);
}

static bool read_remarks_file(void *settings, const char *value) {
    struct translate_settings *own = settings;
    own->remarks_path = value;
    own->options.remarks = own->options.remarks ? own->options.remarks : BPF_AOT_REMARKS_TEXT;
    return true;
}

static bool read_lines(void *settings, const char *value) {
    static const char *const names[] = {"none", "source", "insn"}; /* enum bpf_aot_lines */
    int lines = find_name(names, sizeof(names) / sizeof(names[0]), value ? value : "source");
    ((struct translate_settings *)settings)->options.lines = (enum bpf_aot_lines)lines;
    return lines >= 0 || usage_error("-g takes source or insn, not '%s'", value);
}

static bool read_print(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.print = value;
    return true;
}

static bool read_verify(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.verify = true;
    return true;
}

static bool read_hide_constants(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.hide_constants = true;
    return true;
}

static bool read_time_stages(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.time_stages = true;
    return true;
}

static bool read_verbose(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.verbose = true;
    return true;
}

struct option_table translate_options(void) {
    static const struct option options[] = {
#define TRANSLATE_OPTION(field, name, arg, value, help)                                            \
    {name, OPTION_##arg, value, help, read_##field},
#include "translate.def"
    };
    return (struct option_table){options, sizeof(options) / sizeof(options[0])};
}

void translate_report(const struct bpf_aot_diagnostic *d, void *user) {
    static const char *const severities[] = {
        [BPF_AOT_ERROR] = "error", [BPF_AOT_WARNING] = "warning", [BPF_AOT_NOTE] = "note"};
    fprintf(stderr, "%s: ", d->object ? d->object : tool_name);
    if (d->section) {
        fputs(d->section, stderr);
        if (d->insn >= 0) {
            fprintf(stderr, "+%ld", d->insn);
        }
        fputs(": ", stderr);
    }
    fprintf(stderr, "%s: %s\n", severities[d->severity], d->message);
    if (d->source) {
        fprintf(stderr, "    %s:%u\n", d->source, d->source_line);
    }
}

static void ignore_diagnostic(const struct bpf_aot_diagnostic *d, void *user) {
}

/* The first of two translations, without a word. */
static enum bpf_aot_status translate_quietly(const unsigned char *data, size_t size_bytes,
                                             const struct translate_settings *settings,
                                             struct bpf_aot_result *result) {
    struct bpf_aot_options quiet = settings->options;
    quiet.diag = ignore_diagnostic;
    /* Printed facts also stand in the IR. */
    FILE *nowhere = fopen("/dev/null", "w");
    quiet.print_file = nowhere;
    quiet.print = nowhere ? quiet.print : NULL;
    quiet.remarks = BPF_AOT_REMARKS_NONE;
    quiet.time_stages = quiet.verbose = false;
    enum bpf_aot_status status =
        bpf_aot_translate(data, size_bytes, settings->input, &quiet, result);
    if (nowhere) {
        fclose(nowhere);
    }
    return status;
}

static bool is_same(const struct bpf_aot_result *a, const struct bpf_aot_result *b) {
    return a->size_bytes == b->size_bytes &&
           (!a->size_bytes || memcmp(a->data, b->data, a->size_bytes) == 0);
}

static enum bpf_aot_status translate(const unsigned char *data, size_t size_bytes,
                                     const struct translate_settings *settings,
                                     struct bpf_aot_result *result) {
    struct bpf_aot_result first = {0};
    enum bpf_aot_status first_status = BPF_AOT_OK;
    bool twice = getenv("BPF_AOT_TWICE") != NULL;
    if (twice) {
        first_status = translate_quietly(data, size_bytes, settings, &first);
    }
    enum bpf_aot_status status =
        bpf_aot_translate(data, size_bytes, settings->input, &settings->options, result);
    if (twice && (status != first_status || !is_same(&first, result))) {
        usage_error("internal error: a second translation of %s gave another result",
                    settings->input);
        status = BPF_AOT_INTERNAL;
    }
    bpf_aot_release(&first);
    return status;
}

static bool open_remarks(struct translate_settings *settings) {
    const char *path = settings->remarks_path;
    settings->options.remarks_file = path ? fopen(path, "w") : NULL;
    return !path || settings->options.remarks_file ||
           usage_error("cannot write %s: %s", path, strerror(errno));
}

static bool close_remarks(struct translate_settings *settings) {
    FILE *file = settings->options.remarks_file;
    bool good = !file || fclose(file) == 0;
    settings->options.remarks_file = NULL;
    return good || usage_error("cannot write %s: %s", settings->remarks_path, strerror(errno));
}

/* Facts of the file or of the kernel, for options.kernel_facts; the caller frees *text. */
static bool get_facts(struct translate_settings *settings, const unsigned char *data,
                      size_t size_bytes, char **text) {
    struct bpf_aot_options *options = &settings->options;
    *text = NULL;
    if (settings->facts_from_kernel && (!input_is_object(options) || settings->facts_file)) {
        return usage_error("-facts-from=kernel goes with an ELF object, and without -facts-file");
    }
    options->kernel_facts_name = settings->facts_file;
    if (settings->facts_from_kernel) {
        options->kernel_facts_name = "facts of the kernel";
        return record_facts(settings->input, data, size_bytes, options->prog, text,
                            &options->kernel_facts_bytes);
    }
    return !settings->facts_file ||
           file_read(settings->facts_file, (unsigned char **)text, &options->kernel_facts_bytes);
}

enum bpf_aot_status translate_file(struct translate_settings *settings,
                                   struct bpf_aot_result *result) {
    unsigned char *data;
    size_t size_bytes;
    char *facts = NULL;
    *result = (struct bpf_aot_result){0};
    enum bpf_aot_status status = input_read(settings, &data, &size_bytes);
    if (status != BPF_AOT_OK) {
        return status;
    }
    settings->options.diag = translate_report;
    status = BPF_AOT_REJECTED;
    if (!get_facts(settings, data, size_bytes, &facts) || !open_remarks(settings)) {
        free(facts);
        free(data);
        return status;
    }
    settings->options.kernel_facts = facts;
    status = translate(data, size_bytes, settings, result);
    status = close_remarks(settings) ? status : BPF_AOT_REJECTED;
    settings->options.kernel_facts = NULL;
    free(facts);
    free(data);
    return status;
}
