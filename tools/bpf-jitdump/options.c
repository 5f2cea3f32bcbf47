/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "driver/print.h"
#include "memory.h"

enum option_kind { FLAG, TEXT, NUMBER, INPUT, FILL };
enum option_id {
#define OPTION(member, name, kind, value, help) ID_##member,
#include "options.def"
    ID_COUNT
};

static const struct {
    const char *name;
    enum option_kind kind;
    const char *value; /* as the help calls it */
    const char *help;
} table[ID_COUNT] = {
#define OPTION(member, name, kind, value, help) [ID_##member] = {name, kind, value, help},
#include "options.def"
};

void options_help(void) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "usage: bpf-jitdump [options] OBJECT\n"
                       "Writes what the kernel makes of BPF programs as a .jit file.\n");
    for (uint32_t i = 0; i < ID_COUNT; i++) {
        bpf_aot_print(out, "  -%s%s%s\n        %s\n", table[i].name, table[i].value ? " " : "",
                      table[i].value ? table[i].value : "", table[i].help);
    }
}

static bool parse_number(const char *text, int64_t *number) {
    *number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && *number <= UINT32_MAX; at++) {
        *number = *number * 10 + (*at - '0');
    }
    return at != text && *at == 0 && *number <= UINT32_MAX;
}

static bool add_input(struct options *options, const char *value, bool is_file) {
    if (options->input_count == INPUTS_MAX) {
        bpf_aot_error("more than %u packets", (uint32_t)INPUTS_MAX);
        return false;
    }
    options->inputs[options->input_count++] = (struct input){value, is_file};
    return true;
}

static bool add_fill(struct options *options, const char *value) {
    if (options->fill_count == FILLS_MAX) {
        bpf_aot_error("more than %u elements", (uint32_t)FILLS_MAX);
        return false;
    }
    options->fills[options->fill_count++] = value;
    return true;
}

static bool store(struct options *options, enum option_id id, const char *value) {
    const char **texts[ID_COUNT] = {
        [ID_output] = &options->output,     [ID_only] = &options->only, [ID_name] = &options->name,
        [ID_raw] = &options->raw,           [ID_type] = &options->type, [ID_ctx] = &options->ctx,
        [ID_test_bpf] = &options->test_bpf, [ID_part] = &options->part, [ID_jobs] = &options->jobs,
        [ID_init] = &options->init,
    };
    int64_t *numbers[ID_COUNT] = {
        [ID_attach] = &options->attach, [ID_flags] = &options->flags,
        [ID_repeat] = &options->repeat, [ID_jit] = &options->jit,
        [ID_harden] = &options->harden,
    };
    bool *flags[ID_COUNT] = {[ID_version] = &options->version, [ID_help] = &options->help};
    switch (table[id].kind) {
    case FLAG:
        *flags[id] = true;
        return true;
    case TEXT:
        *texts[id] = value;
        return true;
    case NUMBER:
        if (!parse_number(value, numbers[id])) {
            bpf_aot_error("-%s: not a number below 2^32: %s", table[id].name, value);
            return false;
        }
        return true;
    case INPUT:
        return add_input(options, value, id == ID_data);
    case FILL:
        return add_fill(options, value);
    }
    return false;
}

static bool check(const struct options *options) {
    if (options->help || options->version || options->init || options->jobs) {
        return true;
    }
    if (!options->object + !options->raw + !options->test_bpf != 2) {
        bpf_aot_error("give one of OBJECT, -raw, -test-bpf; -help lists the options");
        return false;
    }
    if (options->raw && !options->type) {
        bpf_aot_error("-raw wants -type: bare insns do not say what they are");
        return false;
    }
    if (options->jit > 1 || options->harden > 2 || options->repeat == 0) {
        bpf_aot_error("-jit is 0 or 1, -harden is 0, 1 or 2, -repeat is 1 or more");
        return false;
    }
    return true;
}

/* ID_COUNT: no option of this name. The value behind "=" is left in *value. */
static enum option_id find(const char *arg, const char **value) {
    const char *name = arg + (arg[1] == '-' ? 2 : 1);
    for (uint32_t i = 0; i < ID_COUNT; i++) {
        const char *at = name;
        if (!starts_with(name, table[i].name)) {
            continue;
        }
        for (const char *c = table[i].name; *c; c++) {
            at++;
        }
        if (*at == '=' || *at == 0) {
            *value = *at ? at + 1 : NULL;
            return (enum option_id)i;
        }
    }
    return ID_COUNT;
}

bool options_parse(struct options *options, int argc, char **argv) {
    *options = (struct options){.attach = NUMBER_ABSENT,
                                .flags = 2,
                                .repeat = 1,
                                .jit = NUMBER_ABSENT,
                                .harden = NUMBER_ABSENT};
    for (int i = 1; i < argc; i++) {
        const char *value = NULL;
        if (argv[i][0] != '-') {
            if (options->object) {
                bpf_aot_error("one object at a time, not also %s", argv[i]);
                return false;
            }
            options->object = argv[i];
            continue;
        }
        enum option_id id = find(argv[i], &value);
        if (id == ID_COUNT) {
            bpf_aot_error("unknown argument: %s; -help lists the options", argv[i]);
            return false;
        }
        bool wants_value = table[id].kind != FLAG;
        if (wants_value && !value && i + 1 < argc) {
            value = argv[++i];
        }
        if (wants_value != (value != NULL)) {
            bpf_aot_error(wants_value ? "-%s needs a value" : "-%s takes no value", table[id].name);
            return false;
        }
        if (!store(options, id, value)) {
            return false;
        }
    }
    return check(options);
}
